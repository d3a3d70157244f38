import pandas as pd

from dashboard.components import downloads


def test_a_download_opens_in_a_spreadsheet_and_runs_nothing():
    table = pd.DataFrame(
        {"Title": ["=HYPERLINK(1)", "Survey, first"], "Late": [12, None], "Share": [0.5, 1]}
    )

    content = downloads.csv_bytes(table)

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "Title,Late,Share",
        "'=HYPERLINK(1),12,0.5",
        '"Survey, first",,1',
    ]


def test_a_file_is_called_what_it_holds():
    assert downloads.slug("Late & coming: next 8 weeks") == "late-coming-next-8-weeks"
