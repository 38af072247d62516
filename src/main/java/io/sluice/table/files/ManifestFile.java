package io.sluice.table.files;

import io.sluice.storage.Location;
import io.sluice.table.DataFile;
import io.sluice.table.Follower;
import io.sluice.table.FollowerMark;
import io.sluice.table.FollowerMark.Reached;
import io.sluice.table.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * {@code _manifest}: one URI of a current data file a line, for engines that take lists; the same
 * for the history, where there is one, in {@code _history_manifest}. Its mark notes which {@link
 * ReadmeFile} lies beside it.
 */
record ManifestFile(FilesTable table) implements Follower {
  /**
   * The list is compared too, which is one small request: somebody may have removed it, and a
   * writer that died between two lists may have put an older one over that of the mark.
   */
  @Override
  public boolean isBehind(Snapshot snapshot) {
    Optional<Reached> reached = mark().load();
    reached.ifPresent(mark -> table.readme().found(mark.note()));
    return reached.filter(mark -> mark.is(snapshot)).isEmpty()
        || !table.readme().isRight(snapshot)
        || !isListed(snapshot);
  }

  private boolean isListed(Snapshot snapshot) {
    return isListed(location(), snapshot.files())
        && (snapshot.history().files().isEmpty()
            || isListed(ofHistory(), snapshot.history().files()));
  }

  private boolean isListed(Location list, List<DataFile> files) {
    return table
        .storage()
        .load(list)
        .filter(found -> Arrays.equals(found, content(files)))
        .isPresent();
  }

  /**
   * A newer version, which another run may have committed while this one slept, takes its place.
   */
  @Override
  public void follow(Snapshot snapshot) {
    Snapshot newest = snapshot;
    boolean behind = true;
    while (behind) {
      table.storage().put(location(), content(newest.files()));
      followHistory(newest.history().files());
      mark().put(newest, table.readme().follow(newest));
      long written = newest.number();
      newest = table.current().orElse(newest);
      behind = newest.number() > written;
    }
  }

  @Override
  public OptionalLong reached() {
    return mark().version();
  }

  /** After a rollback to a version without history its list would name what is withdrawn. */
  private void followHistory(List<DataFile> files) {
    if (files.isEmpty()) {
      table.storage().delete(ofHistory());
    } else {
      table.storage().put(ofHistory(), content(files));
    }
  }

  private FollowerMark mark() {
    return new FollowerMark(table.storage(), table.root(), "manifest");
  }

  private byte[] content(List<DataFile> files) {
    return files.stream()
        .map(file -> table.root().append(file.path()).toUri() + "\n")
        .sorted()
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private Location location() {
    return table.root().append("_manifest");
  }

  private Location ofHistory() {
    return table.root().append("_history_manifest");
  }
}
