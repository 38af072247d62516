package io.sluice.extract.zendesk;

import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Local files, of which the n-th write and everything after it fails, as if the process had died.
 */
final class CrashingStorage {
  private static final Set<String> WRITES =
      Set.of("put", "putIfAbsent", "write", "delete", "carry");

  private final Storage files = new RoutedStorage(Map.of());
  private final AtomicInteger writes = new AtomicInteger();
  private final int failAt;

  CrashingStorage(int failAt) {
    this.failAt = failAt;
  }

  static Storage sound() {
    return new RoutedStorage(Map.of());
  }

  /** Whether a write has failed. */
  boolean crashed() {
    return writes.get() >= failAt;
  }

  Storage storage() {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              boolean lease =
                  arguments != null
                      && arguments[0] instanceof Location place
                      && place.text().contains("/_lease/");
              if (!lease
                  && WRITES.contains(method.getName())
                  && writes.incrementAndGet() >= failAt) {
                throw new TemporaryException("the disk is gone");
              }
              try {
                return method.invoke(files, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
