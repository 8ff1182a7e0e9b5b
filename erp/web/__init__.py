"""The web shell: what every page, scanner page and API answer has in common, and nothing of the business.

A module's ``views``, ``scan`` and ``rest`` files import from here: ``routing`` (who may), ``forms`` (what was typed),
``requests`` (read and perform), ``pages`` and ``paging`` (what is shown). ``shell.make_flask`` puts it together.
Who is signed in, and which companies and branches there are, higher modules know: they come in through ``doors``.
"""
