"""What to label next: handing out tasks, locks, the label stream."""
