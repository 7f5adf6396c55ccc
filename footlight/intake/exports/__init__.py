"""What readers of exports share: files in a zip, items in a long XML file, the HTML that services write."""
