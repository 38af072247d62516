package io.sluice.read;

/** Why a file of a raw folder is in no increment, and what would read it. */
enum WhyUnread {
  BELOW(
      "files in folders are not increments. Set raw.increment: folder if a marker such as _SUCCESS seals each folder, or set raw.path_pattern, or move the files into"
          + " the raw folder."),
  NO_MATCH("raw.path_pattern does not match such a path. Correct the pattern, or move the files."),
  LOOSE(
      "with raw.increment: folder only folders are increments. Move the files into a folder with"
          + " its marker, or set raw.increment: file."),
  UNMARKED(
      "a folder without its marker is not complete yet. It is read when the marker exists. If its"
          + " writer failed, write it again; if its marker has another name, set raw.sealed_by."),
  DEEP(
      "an _increment.json is used only in a folder of the raw folder, or one level deeper."
          + " Move the folders up."),
  UNNAMED(
      "the _increment.json of the sealed folder does not name it. Put such files into a folder"
          + " with an _increment.json of its own."),
  UNDERSCORE(
      "a name that begins with an underscore is ignored. Rename the files if they are data."),
  COPY(
      "such a name looks like a copy of data. Remove the files, or list their names in raw.ignore: as they are to stop this warning, with a ! before them to read them."),
  LINK(
      "a link to a folder within the raw folder is not followed, as the files are read in their"
          + " own place. Remove the links."),
  HIDDEN("a name that begins with . or _ is ignored, and so is all in such a folder.", false),
  NO_DATA(
      "such names are not data, or raw.ignore lists them (docs/job-file.md). Rename the files, or"
          + " put the names with a ! before them into raw.ignore.",
      false),
  YOUNG("the files are younger than raw.settle. They are read when they are older.", false),
  EXPORT("an export that is not complete is not read. Run extract again.", false),
  NOTE("a file of metadata is no data.", false);

  private final String what;
  private final boolean worthAWarning;

  WhyUnread(String what) {
    this(what, true);
  }

  WhyUnread(String what, boolean worthAWarning) {
    this.what = what;
    this.worthAWarning = worthAWarning;
  }

  /** The reason, and what to do; whole sentences after the first. */
  String told() {
    return what;
  }

  /** Whether somebody should know of it although others are read. */
  boolean worthAWarning() {
    return worthAWarning;
  }
}
