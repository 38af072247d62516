package io.sluice.extract;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets and tokens of a run, which are taken out of every text that a source sent before it gets
 * into a message, a log or the ledger. Thread-safe.
 */
public final class Redaction {
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();

  /** Hides this from now on. */
  public void hide(String secret) {
    if (!secret.isBlank()) {
      hidden.add(secret);
    }
  }

  /** The text with {@code ***} for what is hidden. */
  public String of(String text) {
    String shown = text;
    for (String secret : hidden) {
      shown = shown.replace(secret, "***");
    }
    return shown;
  }
}
