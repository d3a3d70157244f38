"""The schema's history. Forward only: to go back, restore a backup."""
