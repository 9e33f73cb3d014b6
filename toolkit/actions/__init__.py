"""What both doors offer: plain functions whose first argument is an opened study, one task per module."""
