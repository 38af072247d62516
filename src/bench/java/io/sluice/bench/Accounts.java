package io.sluice.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** Makes the rows: accounts numbered from 0, the same on every run. */
final class Accounts {
  /** How many columns a table has at least. */
  static final int COLUMNS = 12;

  /** These columns, in the order of the cells. */
  static final String HEADER =
      "id,balance,autoPay,currency,identityId,lastInvoiceDate,contactId,mrr,crmId,status,updatedAt,deleted";

  private static final Instant STORED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant CHANGED = Instant.parse("2026-11-01T00:00:00Z");
  private static final long SEED = 20_261_121L;
  private static final String[] CURRENCIES = {"EUR", "USD", "GBP", "CHF", "JPY"};
  private static final String[] TYPES = {"string", "bigint", "decimal(18,2)", "date"};
  private static final String[] STATES = {"Active", "Active", "Active", "Draft", "Canceled"};

  private final int more;

  /** Accounts of so many columns. */
  Accounts(int columns) {
    this.more = columns - COLUMNS;
  }

  /** The columns that a job file adds to those of {@link BenchLake}. */
  String moreColumns() {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < more; i++) {
      columns
          .append("  ")
          .append(name(i))
          .append(": ")
          .append(TYPES[i % TYPES.length])
          .append('\n');
    }
    return columns.toString();
  }

  private static String name(int column) {
    return "more" + column;
  }

  /** Writes the accounts of these numbers as they are before any increment. */
  void writeStored(Path file, long from, long to) throws IOException {
    try (Writer out = opened(file)) {
      for (long number = from; number < to; number++) {
        write(out, number, 0, stored(number), false);
      }
    }
  }

  /**
   * Writes an increment: of its rows 80 % update, 15 % are new and 5 % delete. Of the updates 1 %
   * are older than the stored row and 1 % come a second time with other content and the same date;
   * 2 % of all come twice as they are.
   *
   * @param known draws an account that may be updated or deleted
   * @param next the number of the first new account
   */
  void writeIncrement(Path file, long rows, ToLongFunction<SplittableRandom> known, long next)
      throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    long fresh = next;
    try (Writer out = opened(file)) {
      for (long row = 0; row < rows; row++) {
        int kind = random.nextInt(100);
        long number = kind < 15 ? fresh++ : known.applyAsLong(random);
        boolean delete = kind >= 95;
        Instant at =
            !delete && kind >= 15 && random.nextInt(100) == 0
                ? stored(number).minusSeconds(60)
                : CHANGED.plusSeconds(random.nextInt(1_000_000));
        write(out, number, 1, at, delete);
        int again = random.nextInt(100);
        if (again == 0 && !delete) {
          row++;
          write(out, number, 2, at, false);
        } else if (again <= 2) {
          row++;
          write(out, number, 1, at, delete);
        }
      }
    }
  }

  /** The number of the account with this id. */
  static long number(String id) {
    return Long.parseLong(id.substring(id.length() - 12), 16);
  }

  private static Instant stored(long number) {
    return STORED.plusSeconds(mixed(number, 7) % 20_000_000);
  }

  private void write(Writer out, long number, int revision, Instant at, boolean deleted)
      throws IOException {
    SplittableRandom random = new SplittableRandom(mixed(number, revision));
    StringBuilder line = new StringBuilder(200);
    line.append(text(mixed(number, 11), 20)).append(text(number, 12)).append(',');
    money(line, random).append(',');
    line.append(random.nextInt(3) > 0).append(',');
    line.append(CURRENCIES[random.nextInt(CURRENCIES.length)]).append(',');
    line.append(text(mixed(number, 13), 16)).append(',');
    line.append(LocalDate.ofEpochDay(20_000 + random.nextInt(700))).append(',');
    line.append("003").append(text(mixed(number, 17), 15)).append(',');
    money(line, random).append(',');
    line.append("001").append(text(mixed(number, 19), 15)).append(',');
    line.append(STATES[random.nextInt(STATES.length)]).append(',');
    line.append(at).append(',').append(deleted);
    for (int i = 0; i < more; i++) {
      line.append(',');
      switch (i % TYPES.length) {
        case 0 -> line.append("text ").append(random.nextInt(100_000));
        case 1 -> line.append(random.nextInt());
        case 2 -> money(line, random);
        default -> line.append(LocalDate.ofEpochDay(20_000 + random.nextInt(700)));
      }
    }
    line.append('\n');
    out.append(line);
  }

  private static StringBuilder money(StringBuilder line, SplittableRandom random) {
    int cents = random.nextInt(1_000_000);
    int rest = cents % 100;
    return line.append(cents / 100).append(rest < 10 ? ".0" : ".").append(rest);
  }

  /** Hexadecimal digits, as many as asked for. */
  private static String text(long value, int digits) {
    String hex = Long.toHexString(value);
    return hex.length() >= digits
        ? hex.substring(hex.length() - digits)
        : "0".repeat(digits - hex.length()) + hex;
  }

  private static long mixed(long number, int salt) {
    return new SplittableRandom(number * 31 + salt).nextLong() >>> 1;
  }

  private Writer opened(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Writer out = Files.newBufferedWriter(file);
    out.append(HEADER);
    for (int i = 0; i < more; i++) {
      out.append(',').append(name(i));
    }
    out.append('\n');
    return out;
  }
}
