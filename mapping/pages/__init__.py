"""The pages of the app and the frame they share: with app.py the only code that imports Streamlit."""
