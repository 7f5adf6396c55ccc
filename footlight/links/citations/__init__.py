"""What a note can say of a page: its title, who wrote it, where and when, as the page itself states it.

`page_statements` collects what a page states, `page_description` chooses among it, and says where each value stood.
Where statements contradict each other, or none is certain, a value stays empty: silence is better than a wrong name.
"""
