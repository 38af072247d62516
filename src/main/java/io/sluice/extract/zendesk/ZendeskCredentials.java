package io.sluice.extract.zendesk;

import io.sluice.http.Credentials;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A token that does not change. Where it worked before, a refusal is taken for a fault that may
 * pass; where it never did, for an answer.
 */
final class ZendeskCredentials implements Credentials {
  private final String authorization;
  private final AtomicBoolean worked = new AtomicBoolean();

  ZendeskCredentials(String authorization) {
    this.authorization = authorization;
  }

  /** Told that the source took them. */
  void accepted() {
    worked.set(true);
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Authorization", authorization, "Accept", "application/json");
  }

  @Override
  public boolean refused() {
    return worked.get();
  }
}
