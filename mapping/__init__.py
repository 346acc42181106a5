"""What is learned from the graph, and how it is shown."""
