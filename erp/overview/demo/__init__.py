"""The demo company: two wholesalers with half a year behind them, made by the product's own use cases.

``companies``, ``customers`` and ``catalogue`` say what there is, ``plan`` what happens on which day; ``set_up`` and
``carry_out`` make it so, ``load`` runs it all with progress.
"""
