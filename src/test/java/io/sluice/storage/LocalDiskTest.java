package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalDiskTest extends LocalStorageContract {
  @Override
  Storage storage() {
    return new RoutedStorage(Map.of());
  }

  @Override
  String kind() {
    return "links";
  }

  @Test
  void givenAFileCarried_whenItsSourceIsReplaced_thenItKeepsItsBytes() throws IOException {
    storage().put(at("a"), bytes("one"));
    storage().carry(at("a"), at("b"));
    assertThat(Files.isSameFile(disk.resolve("a"), disk.resolve("b"))).isTrue();

    storage().put(at("a"), bytes("two"));

    assertThat(storage().load(at("b"))).contains(bytes("one"));
  }
}
