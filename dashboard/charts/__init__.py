"""Frames in, figures out; and beside each chart its sentence. No Streamlit, no database."""
