package io.sluice.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawExpiryTest {
  @TempDir private Path folder;
  private final JobSpec job = Jobs.of(Jobs.text("id")).job();

  @Test
  void givenSealedIncrements_whenTheAppliedOneExpires_thenItsFolderGoesAndItIsNotPendingAgain()
      throws IOException {
    seal("a1", "{\"path\":\"x.csv\",\"bytes\":5}", "x.csv");
    seal("a2", "");
    List<Increment> applied = pending(List.of());
    seal("b", "{\"path\":\"x.csv\",\"bytes\":5}", "x.csv");

    expiry().remove(applied, applied);

    assertThat(names()).containsExactly("b", "b/_increment.json", "b/x.csv");
    seal("a1", "{\"path\":\"x.csv\",\"bytes\":5}", "x.csv");
    assertThat(pending(applied)).extracting(Increment::id).containsExactly("b");
  }

  @Test
  void givenOtherContentUnderTheName_whenTheFirstExpires_thenTheFileStays() throws IOException {
    write("2026.csv", "id\n1\n");
    List<Increment> applied = pending(List.of());
    write("2026.csv", "id\n2\n");
    Files.setLastModifiedTime(
        folder.resolve("2026.csv"), FileTime.from(Instant.parse("2020-11-20T00:00:00Z")));

    int removed = expiry().remove(applied, applied);

    assertThat(removed).isZero();
    assertThat(names()).containsExactly("2026.csv");
  }

  @Test
  void givenStrangeFileInTheFolder_whenItsIncrementExpires_thenManifestAndFileStay()
      throws IOException {
    seal("a", "{\"path\":\"x.csv\",\"bytes\":5}", "x.csv");
    List<Increment> applied = pending(List.of());
    write("a/strange.csv", "id\n9\n");

    expiry().remove(applied, applied);

    assertThat(names()).containsExactly("a", "a/_increment.json", "a/strange.csv");
  }

  @Test
  void givenLaterRevisionThatIsKept_whenTheFirstExpires_thenTheFileStays() throws IOException {
    write("2026.csv", "id\n1\n");
    List<Increment> first = pending(List.of());
    write("2026.csv", "id\n22\n");
    List<Increment> both = Stream.concat(first.stream(), pending(first).stream()).toList();

    expiry().remove(both, first);

    assertThat(names()).containsExactly("2026.csv");
  }

  private RawExpiry expiry() {
    return new RawExpiry(new RoutedStorage(Map.of()), job, Location.of(folder.toString()));
  }

  private List<Increment> pending(List<Increment> applied) {
    return new RawZone(
            new RoutedStorage(Map.of()), job, Location.of(folder.toString()), Clock.systemUTC())
        .pending(applied)
        .increments();
  }

  private void seal(String id, String files, String... names) throws IOException {
    for (String name : names) {
      write(id + "/" + name, "id\n1\n");
    }
    write(
        id + "/_increment.json",
        "{\"format\":1,\"id\":\""
            + id
            + "\",\"processed_date\":\"2020-11-18T00:30:00Z\",\"files\":["
            + files
            + "]}");
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(folder::relativize)
          .map(Path::toString)
          .filter(name -> !name.isEmpty() && !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }
}
