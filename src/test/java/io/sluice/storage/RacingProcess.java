package io.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of several processes that put the same names at the same time. */
final class RacingProcess {
  static final int NAMES = 200;

  private RacingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Storage storage = new LocalDisk(arguments[0].equals("links"));
    Path disk = Path.of(arguments[1]);
    String number = arguments[2];
    Location race = Location.of(disk.toString()).append("race");

    Files.createFile(disk.resolve("ready-" + number));
    while (!Files.exists(disk.resolve("go"))) {
      Thread.onSpinWait();
    }
    List<String> won = new ArrayList<>();
    for (int i = 0; i < NAMES; i++) {
      String name = i + " Zo\u00eb 100%:+" + ".json";
      if (storage.putIfAbsent(race.append(name), ("process " + number).getBytes(UTF_8))) {
        won.add(name);
      }
    }
    Files.write(disk.resolve("won-" + number), won);
  }

  /** Touches each part of local storage once, for a look at what that loads. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) {
      Storage storage = new RoutedStorage(java.util.Map.of("spark.hadoop.fs.s3a.path", "x"));
      Location root = Location.of(arguments[0]);
      storage.checkReachable(root);
      storage.putIfAbsent(root.append("a"), new byte[0]);
      storage.put(root.append("c"), new byte[0]);
      storage.carry(root.append("a"), root.append("b"));
      storage.delete(root.append("c"));
      storage.list(root).forEach(file -> storage.load(file.location()));
    }
  }
}
