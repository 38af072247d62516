/**
 * Requests over HTTP: retries, rate limits, time-outs, proxies and redaction ({@link
 * io.sluice.http.Http}). It knows no connector: what an answer means, and how messages speak of the
 * work behind a request ({@link io.sluice.http.Wording}), are the caller's. It uses {@code stream}
 * for packed answers and {@code settings} for the keys of a connection that all who ask share
 * ({@link io.sluice.http.Pace}).
 */
package io.sluice.http;
