package io.sluice.http;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.sluice.error.ConfigurationException;
import io.sluice.error.Printable;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.stream.GzipStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to a server, with the retries and limits of its {@link Pace}. Tried again are:
 * connections that fail or break off, before or within a body; answers that do not come in time or
 * stand still; the statuses 408, 425, 429 and 500 to 599; answers that the reader cannot make sense
 * of. Between tries it waits as long as {@code Retry-After} says, else ever longer, with some
 * randomness. A 401 is tried again while the credentials can be renewed.
 *
 * <p>Thread-safe.
 */
public final class Http {
  private static final Logger LOG = LoggerFactory.getLogger(Http.class);
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final Set<Integer> PASSING = Set.of(408, 425, TOO_MANY);

  /** If a server asks for a longer pause, the next run tries again. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  /**
   * A 401 may come from a token that has expired or from a server's error, so it is tried again;
   * repeated, it is final.
   */
  private static final int MOST_REFUSALS = 4;

  private static final int READ_OF_BODY = 1 << 16;
  private static final int SHOWN_OF_BODY = 500;
  private static final double JITTER = 0.25;

  private final HttpClient client;
  private final Wording wording;
  private final Pace pace;
  private final Clock clock;
  private final Credentials credentials;
  private final RateLimit limit;

  /**
   * A client of one connection.
   *
   * @param wording how its messages speak of the work
   * @param variables the process's environment, which names the proxies
   */
  public Http(Wording wording, Pace pace, Clock clock, Map<String, String> variables) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(pace.connectTimeout())
            .proxy(new Proxies(variables))
            .build(),
        wording,
        pace,
        clock,
        Credentials.NONE,
        RateLimit.of(pace.requestsPerMinute(), Duration.ofMinutes(1)));
  }

  private Http(
      HttpClient client,
      Wording wording,
      Pace pace,
      Clock clock,
      Credentials credentials,
      RateLimit limit) {
    this.client = client;
    this.wording = wording;
    this.pace = pace;
    this.clock = clock;
    this.credentials = credentials;
    this.limit = limit;
  }

  /** The same client with these credentials. */
  public Http with(Credentials as) {
    return new Http(client, wording, pace, clock, as, limit);
  }

  /** The retries and limits. */
  public Pace pace() {
    return pace;
  }

  /**
   * Asks until there is an answer that can be read.
   *
   * @throws TemporaryException when the tries are used up, or the thread was interrupted
   * @throws UnreadableAnswerException where the last of them came whole and could not be read
   * @throws StatusException for a status that no retry will change
   * @throws LostAnswerException where the call must not be repeated and its answer is lost
   * @throws ConfigurationException where the credentials are refused
   */
  public <T> T send(Call call, Answer.Reading<T> reading) {
    try {
      AtomicInteger refusals = new AtomicInteger();
      return Failsafe.with(policy(call)).get(() -> once(call, reading, refusals));
    } catch (Passing e) {
      throw gaveUp(call, e);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw interrupted();
      }
      throw e;
    }
  }

  /** What the work ends with when it is interrupted. */
  public TemporaryException interrupted() {
    return new TemporaryException(
        wording.work() + " was interrupted. " + wording.state() + ". " + wording.next());
  }

  private RetryPolicy<Object> policy(Call call) {
    RetryPolicyBuilder<Object> builder =
        RetryPolicy.builder()
            .handle(Passing.class)
            .withMaxAttempts(pace.tries())
            .withDelayFnOn(context -> wish(context.getLastException()), Passing.class)
            .onRetry(
                event ->
                    LOG.info(
                        "asking again call=\"{}\" try={} after=\"{}\"",
                        call.shown(),
                        event.getAttemptCount() + 1,
                        event.getLastException().getMessage()));
    if (pace.longestRetryDelay().compareTo(pace.retryDelay()) > 0) {
      builder.withBackoff(pace.retryDelay(), pace.longestRetryDelay());
    } else {
      builder.withDelay(pace.retryDelay());
    }
    return builder.withJitter(JITTER).build();
  }

  private <T> T once(Call call, Answer.Reading<T> reading, AtomicInteger refusals)
      throws InterruptedException {
    limit.await();
    for (RateLimit other : call.limits()) {
      other.await();
    }
    HttpResponse<InputStream> response = sent(call);
    try (StallGuard guarded = new StallGuard(response.body(), pace.stallTimeout())) {
      int status = response.statusCode();
      if (status < 200 || status > 299) {
        throw refused(call, response, guarded, refusals);
      }
      return read(call, response, guarded, reading);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw lostUnlessRepeatable(call, "the answer broke off, " + said(e), e);
    }
  }

  private <T> T read(
      Call call, HttpResponse<InputStream> response, StallGuard body, Answer.Reading<T> reading)
      throws IOException {
    try {
      InputStream unpacked = unpacked(response, body);
      return reading.read(new Answer(response.statusCode(), response.headers(), unpacked));
    } catch (IOException e) {
      if (body.isBroken() || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      String message = "the answer cannot be read, " + said(e);
      if (call.repeatable()) {
        throw new Unreadable(message, e);
      }
      throw new LostAnswerException(call.shown() + ": " + message, e);
    }
  }

  private HttpResponse<InputStream> sent(Call call) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(pace.answerTimeout())
            .method(
                call.method(),
                call.body().map(BodyPublishers::ofByteArray).orElse(BodyPublishers.noBody()))
            .setHeader("Accept-Encoding", "gzip")
            .setHeader("User-Agent", "sluice");
    call.headers().forEach(request::setHeader);
    credentials.headers().forEach((name, value) -> prove(call, request, name, value));
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Passing("no connection, " + said(e), Optional.empty(), e);
    } catch (IOException e) {
      if (e.getCause() instanceof UnresolvedAddressException) {
        throw new Passing("the host's name is not known", Optional.empty(), e);
      }
      throw lostUnlessRepeatable(call, "no answer, " + said(e), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Such as a length with too many digits, which the client does not expect.
      IOException unreadable = new IOException("the answer is not HTTP, " + e.getMessage(), e);
      throw lostUnlessRepeatable(call, said(unreadable), unreadable);
    }
  }

  /**
   * Java's own error would quote the value, and Java would silently change characters outside
   * ASCII.
   */
  private static void prove(Call call, HttpRequest.Builder request, String name, String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new ConfigurationException(
          call.shown()
              + ": the header "
              + name
              + " cannot hold the connection's credentials: they contain a line break, a character outside ASCII or another that headers cannot have. No request was sent. Correct the secret and run again.");
    }
    request.setHeader(name, value);
  }

  private static InputStream unpacked(HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    return response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip")
        ? new GzipStream(body)
        : body;
  }

  private RuntimeException refused(
      Call call, HttpResponse<InputStream> response, InputStream guarded, AtomicInteger refusals) {
    int status = response.statusCode();
    String body = bodyStart(response, guarded);
    String text = "status " + status + (body.isEmpty() ? "" : ": " + body);
    if (status == UNAUTHORIZED) {
      return refusals.incrementAndGet() < MOST_REFUSALS && credentials.refused()
          ? new Passing(text, Optional.empty(), null)
          : unauthorized(call, text);
    }
    if (PASSING.contains(status)) {
      Optional<Duration> pause = RetryAfter.of(response.headers(), clock);
      if (pause.filter(wanted -> wanted.compareTo(LONGEST_PAUSE) > 0).isPresent()) {
        return new TemporaryException(
            call.shown()
                + ": "
                + wording.server()
                + " asks for a pause of "
                + pause.get()
                + ", the longest allowed is "
                + LONGEST_PAUSE
                + ". "
                + wording.state()
                + ". Run again later");
      }
      return new Passing(text, pause, null);
    }
    if (status >= 500) {
      return lostUnlessRepeatable(call, text, null);
    }
    return new StatusException(status, call.shown() + ": " + text);
  }

  /**
   * What the server says of its refusal, in one line; a refusal without words is one as well. It is
   * cut after the redaction, because half of a secret would not be found.
   */
  private static String bodyStart(HttpResponse<InputStream> response, InputStream guarded) {
    try {
      byte[] start = unpacked(response, guarded).readNBytes(READ_OF_BODY);
      String text = new String(start, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
      String shown = Printable.line(text);
      return shown.length() > SHOWN_OF_BODY ? shown.substring(0, SHOWN_OF_BODY) : shown;
    } catch (IOException e) {
      return "";
    }
  }

  private ConfigurationException unauthorized(Call call, String text) {
    return new ConfigurationException(
        call.shown()
            + ": "
            + wording.server()
            + " refuses the credentials, "
            + text
            + ". "
            + wording.stateBefore()
            + ". Correct the connection's credentials and run again.");
  }

  /**
   * What the server asks for, lengthened by as much as the randomness may take off; negative where
   * it asks for nothing, which stands for the policy's own delay.
   */
  private static Duration wish(Throwable failure) {
    return failure instanceof Passing passing && passing.delay.isPresent()
        ? Duration.ofMillis((long) (passing.delay.get().toMillis() / (1 - JITTER)) + 1)
        : Duration.ofNanos(-1);
  }

  private Passing lostUnlessRepeatable(Call call, String message, IOException cause) {
    if (!call.repeatable()) {
      throw new LostAnswerException(call.shown() + ": " + message, cause);
    }
    return new Passing(message, Optional.empty(), cause);
  }

  private SluiceException gaveUp(Call call, Passing last) {
    String message =
        call.shown()
            + ": asked "
            + pace.tries()
            + " times without a usable answer, the last one: "
            + last.getMessage()
            + ". "
            + wording.state()
            + ". "
            + wording.next();
    return last instanceof Unreadable
        ? new UnreadableAnswerException(message, last)
        : new TemporaryException(message, last);
  }

  private static String said(IOException e) {
    return Printable.line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  /** A failure that another try may pass. */
  private static class Passing extends RuntimeException {
    /** As the server wishes; empty: as the policy says. */
    private final transient Optional<Duration> delay;

    Passing(String message, Optional<Duration> delay, Throwable cause) {
      super(message, cause);
      this.delay = delay;
    }
  }

  /** The answer came whole. */
  private static final class Unreadable extends Passing {
    Unreadable(String message, IOException cause) {
      super(message, Optional.empty(), cause);
    }
  }
}
