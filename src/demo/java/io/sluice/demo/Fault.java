package io.sluice.demo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a server does instead of, or besides, answering as it should. */
public sealed interface Fault {
  /** Answers with this and does nothing. */
  record Status(int status, Map<String, String> headers, String body) implements Fault {}

  /** Ends the connection without a word and does nothing. */
  record HangUp() implements Fault {}

  /** Does as it was asked, then ends the connection without a word. */
  record LoseAnswer() implements Fault {}

  /** Answers as it should, and ends the connection after so many bytes of the body. */
  record Cut(int afterBytes) implements Fault {}

  /** Answers as it should, after so long. */
  record Delay(Duration by) implements Fault {}

  /** Sends the head of the answer and half of its body, and is silent for so long. */
  record Stall(Duration by) implements Fault {}

  /** Does as it was asked and answers with this text and status 200. */
  record Garbage(String body) implements Fault {}

  /** Decides for each request. */
  @FunctionalInterface
  interface Source {
    /**
     * The fault for a request; empty where it is to be answered.
     *
     * @param number of the request since the server was started, from 1
     */
    Optional<Fault> at(String method, String path, int number);
  }
}
