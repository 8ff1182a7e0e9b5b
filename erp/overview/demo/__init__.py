"""The demo company: two small wholesalers with half a year behind them, made by the product's own use cases.

``catalogue``, ``partners`` and ``places`` say what there is, ``history`` what happens on which day (pure and always
the same for the same day), the ``set_up_...`` and ``live_...`` files make it so, ``load`` runs it all with progress.
"""
