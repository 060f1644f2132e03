# Names the page of docs/guide.md "guide" in the reference, whatever the path of the checkout is: the title
# "# Title" becomes "# Title {#guide}". The page of docs/packaging/README.md is "packaging".
FNR == 1 && /^# / && FILENAME ~ /\/docs\// {
  name = FILENAME
  sub(/\/README\.md$/, "", name)
  sub(/.*\//, "", name)
  sub(/\.md$/, "", name)
  print $0 " {#" name "}"
  next
}
{ print }
