"""Cached reads, a file a subject: what a page asks for before it draws.

Each is a function of the moment looked at, and of nothing else that could change: the moment
holds the data version, so nothing here is ever stale and nothing has to be cleared.

    @kept(Area.PLAN)
    def progress(moment: Moment) -> ProgressReport:
        with reading() as db:
            return progress_queries.progress_on(db, plan(moment), day=moment.day)
"""
