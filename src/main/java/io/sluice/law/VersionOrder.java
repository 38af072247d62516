package io.sluice.law;

import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** The order of versions in one table: which parts are compared, and which end of it wins. */
public final class VersionOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final List<Part> CHANGES_FIRST =
      List.of(Part.ORDER_BY, Part.PROCESSED_DATE, Part.OPERATION, Part.INCREMENT, Part.FILE);
  private static final List<Part> LOADS_FIRST =
      List.of(Part.PROCESSED_DATE, Part.INCREMENT, Part.ORDER_BY, Part.OPERATION, Part.FILE);

  private final boolean loadsFirst;
  private final boolean leastWins;
  private final Operation greater;

  /** The order that a job asks for. */
  public VersionOrder(MergeSpec merge) {
    this.loadsFirst = merge.loadsFirst();
    this.leastWins = merge.mode() == Mode.INSERT;
    this.greater = merge.tie();
  }

  /** The parts in the order in which they are compared; the row hash comes after them. */
  public List<Part> parts() {
    return loadsFirst ? LOADS_FIRST : CHANGES_FIRST;
  }

  /** Compares the versions but for their hashes. */
  public int compare(Version left, Version right) {
    for (Part part : parts()) {
      int compared = compare(part, left, right);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** The first part in which the versions differ; none where only the hash tells them apart. */
  public Optional<Part> decisive(Version left, Version right) {
    return parts().stream().filter(part -> compare(part, left, right) != 0).findFirst();
  }

  /** Whether the law keeps the first side of a comparison with this result. */
  public boolean wins(int compared) {
    return leastWins ? compared < 0 : compared > 0;
  }

  private int compare(Part part, Version left, Version right) {
    return switch (part) {
      case ORDER_BY -> compareAll(left.order(), right.order());
      case PROCESSED_DATE -> left.processedDate().compareTo(right.processedDate());
      case OPERATION -> Integer.compare(rank(left), rank(right));
      case INCREMENT -> compareText(left.increment(), right.increment());
      case FILE -> Integer.compare(left.fileOrdinal(), right.fileOrdinal());
      case ROW_HASH -> 0;
    };
  }

  private int rank(Version version) {
    return version.operation() == greater ? 1 : 0;
  }

  private static int compareAll(List<Object> left, List<Object> right) {
    for (int i = 0; i < left.size(); i++) {
      int compared = compareValues(left.get(i), right.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Null comes first. */
  @SuppressWarnings("unchecked")
  private static int compareValues(Object left, Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    return left instanceof String text
        ? compareText(text, (String) right)
        : ((Comparable<Object>) left).compareTo(right);
  }

  /** By code points, which is the order of the texts' bytes in UTF-8. */
  static int compareText(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        // Halves of surrogate pairs belong to code points above all others.
        return Character.isSurrogate(l) == Character.isSurrogate(r)
            ? Character.compare(l, r)
            : Boolean.compare(Character.isSurrogate(l), Character.isSurrogate(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
