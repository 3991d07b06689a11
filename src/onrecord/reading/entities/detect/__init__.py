"""What is seen of people and organisations in the text: names and role phrases."""
