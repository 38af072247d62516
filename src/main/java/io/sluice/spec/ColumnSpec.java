package io.sluice.spec;

import java.io.Serializable;
import java.util.List;

/**
 * One column of a contract.
 *
 * @param name the column's name in the clean table
 * @param from the names that it may have in the input (a header, a JSON key), of which a file has
 *     one; or {@code path:group} alone for a named group of {@code raw.path_pattern}
 * @param type the declared type
 * @param optional whether a file may lack it; its rows then have null
 * @param normalise applied to text in this order before anything else looks at the value
 * @param store false for columns that only the merge uses
 * @param pii whether the column holds personal data, for reports
 * @param form how its text is written
 * @param description for people; empty where nothing is said
 * @param was the name that the table's column had before; empty where it had no other
 */
public record ColumnSpec(
    String name,
    List<String> from,
    ColumnType type,
    boolean optional,
    List<Normaliser> normalise,
    boolean store,
    boolean pii,
    TextForm form,
    String description,
    String was)
    implements Serializable {

  private static final String PATH = "path:";

  /** Ways to bring text to one form, in the root locale. */
  public enum Normaliser {
    TRIM,
    LOWER,
    UPPER,
    NFC
  }

  /** Copies the lists. */
  public ColumnSpec {
    from = List.copyOf(from);
    normalise = List.copyOf(normalise);
  }

  /** A column that had no other name. */
  public ColumnSpec(
      String name,
      List<String> from,
      ColumnType type,
      boolean optional,
      List<Normaliser> normalise,
      boolean store,
      boolean pii,
      TextForm form,
      String description) {
    this(name, from, type, optional, normalise, store, pii, form, description, "");
  }

  /** A column whose text has the usual form. */
  public ColumnSpec(
      String name,
      String from,
      ColumnType type,
      boolean optional,
      List<Normaliser> normalise,
      boolean store,
      boolean pii) {
    this(name, List.of(from), type, optional, normalise, store, pii, TextForm.USUAL, "");
  }

  /** A stored, required column of the given name, source name and type. */
  public static ColumnSpec of(String name, String from, ColumnType type) {
    return new ColumnSpec(name, from, type, false, List.of(), true, false);
  }

  /** The same column of another type. */
  public ColumnSpec typed(ColumnType other) {
    return new ColumnSpec(
        name, from, other, optional, normalise, store, pii, form, description, was);
  }

  /** Whether the value comes from the path of the file and not from its content. */
  public boolean fromPath() {
    return from.get(0).startsWith(PATH);
  }

  /** The name in the input that is meant where none was found. */
  public String firstName() {
    return from.get(0);
  }

  /** The names in the input as messages have them: {@code "E-mail" or "Email"}. */
  public String fromText() {
    return "\"" + String.join("\" or \"", from) + "\"";
  }

  /** The group of {@code raw.path_pattern} that holds the value; only where {@link #fromPath}. */
  public String pathGroup() {
    return from.get(0).substring(PATH.length());
  }
}
