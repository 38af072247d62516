package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what S3 answers, or does not answer, into the known exceptions. */
final class S3Failures {
  private static final int NOT_IMPLEMENTED = 501;
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
  private static final Set<String> UNKNOWN_KEY =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidSecurity");
  private static final Set<String> ELSEWHERE =
      Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint");

  private S3Failures() {}

  /**
   * The failure to throw.
   *
   * @param action what was tried, in the passive: {@code read}, {@code written}
   */
  static SluiceException of(Location location, String action, SdkException cause) {
    String start = location + ": could not be " + action + ", ";
    return mended(location, cause)
        .<SluiceException>map(text -> new ConfigurationException(start + text, cause))
        .orElseGet(() -> new TemporaryException(start + temporary(cause), cause));
  }

  /** Whether the request may have been carried out although it failed. */
  static boolean mayHaveBeenDone(SdkException cause) {
    if (cause instanceof AwsServiceException answer) {
      return answer.statusCode() >= 500 && !isSlowDown(answer) && !isNotKnownThere(answer);
    }
    return !isCausedBy(cause, ConnectException.class)
        && !isCausedBy(cause, NoRouteToHostException.class)
        && !isCausedBy(cause, UnknownHostException.class)
        && !isCausedBy(cause, SSLHandshakeException.class)
        && !isWithoutCredentials(cause);
  }

  /** Whether another try may go better. */
  static boolean mayPass(SdkException cause) {
    if (cause instanceof AwsServiceException answer) {
      return (answer.statusCode() >= 500 && !isNotKnownThere(answer))
          || answer.statusCode() == 409
          || answer.statusCode() == 429
          || code(answer).equals("RequestTimeout")
          // An upload in parts that no longer exists: it was completed or aborted.
          || code(answer).equals("NoSuchUpload");
    }
    return !isWithoutCredentials(cause);
  }

  /** Whether the store does not know what is asked of it, and has done nothing. */
  static boolean isNotKnownThere(AwsServiceException answer) {
    return answer.statusCode() == NOT_IMPLEMENTED || code(answer).equals("NotImplemented");
  }

  static String code(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("");
  }

  /** What a person must correct, and how; nothing if the failure may pass. */
  private static Optional<String> mended(Location location, SdkException cause) {
    if (isWithoutCredentials(cause)) {
      return Optional.of(
          "no credentials were found. Nothing was changed. Set spark.hadoop.fs.s3a.access.key and"
              + " secret.key by reference in the environment file, set AWS_PROFILE, or give this"
              + " machine a role.");
    }
    if (isCausedBy(cause, SSLHandshakeException.class)) {
      return Optional.of(
          "its certificate is not trusted ("
              + innermost(cause)
              + "). Nothing was changed. Correct fs.s3a.endpoint, or let Java trust the certificate.");
    }
    if (!(cause instanceof AwsServiceException answer) || mayPass(cause)) {
      return Optional.empty();
    }
    String code = code(answer);
    String said = said(answer);
    if (code.equals("NoSuchBucket")) {
      String bucket = S3Place.of(location).bucket();
      return Optional.of(
          "the bucket \""
              + bucket
              + "\" does not exist there. Nothing was changed. Make it, or"
              + " correct its name or fs.s3a.endpoint.");
    }
    if (EXPIRED.contains(code)) {
      return Optional.of(
          "the session token has expired"
              + said
              + ". Nothing was changed. Set a new one and run"
              + " again.");
    }
    if (UNKNOWN_KEY.contains(code)) {
      return Optional.of(
          "the credentials are not known there"
              + said
              + ". Nothing was changed. Correct the access"
              + " key and its secret.");
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return Optional.of("this machine's clock is wrong" + said + ". Nothing was changed. Set it.");
    }
    if (ELSEWHERE.contains(code) || (answer.statusCode() >= 300 && answer.statusCode() < 400)) {
      return Optional.of(elsewhere(answer));
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      return Optional.of(
          "access is denied"
              + said
              + ". Nothing was changed. Give these credentials the right to"
              + " it, or name another place.");
    }
    return Optional.of(
        "the store refuses it"
            + said
            + ". Nothing was changed. Correct the place or the settings"
            + " under fs.s3a.");
  }

  /** The redirect's target: a region, a host, or nothing. */
  private static String elsewhere(AwsServiceException answer) {
    Optional<String> region = header(answer, "x-amz-bucket-region");
    Optional<String> host = header(answer, "Location").flatMap(S3Failures::host);
    if (region.isEmpty() && host.isPresent()) {
      return "the bucket lies at another place, "
          + host.get()
          + said(answer)
          + ". Nothing was changed. Set fs.s3a.endpoint to it.";
    }
    return "the bucket lies in another region"
        + region.map(name -> ", " + name).orElse("")
        + said(answer)
        + ". Nothing was changed. Set fs.s3a.endpoint.region to it.";
  }

  /** The answer may come from any server, with any content. */
  private static Optional<String> host(String address) {
    try {
      return Optional.ofNullable(URI.create(address).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(AwsServiceException answer, String name) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader(name));
  }

  private static String temporary(SdkException cause) {
    String reason =
        cause instanceof AwsServiceException answer
            ? "the store cannot do it now" + said(answer)
            : "the store does not answer (" + innermost(cause) + ")";
    return reason
        + ". Run again; if it happens again, check whether the store works and fs.s3a.endpoint names it.";
  }

  /** The code and the first line of the message, neither of which bears a secret. */
  private static String said(AwsServiceException answer) {
    String code = code(answer);
    String message =
        Optional.ofNullable(answer.awsErrorDetails())
            .map(AwsErrorDetails::errorMessage)
            .flatMap(text -> text.lines().findFirst())
            .map(text -> ": " + text.replaceFirst("\\.$", ""))
            .orElse("");
    return " (" + (code.isEmpty() ? "status " + answer.statusCode() : code) + message + ")";
  }

  private static boolean isSlowDown(AwsServiceException answer) {
    return answer.isThrottlingException() || code(answer).equals("SlowDown");
  }

  private static boolean isWithoutCredentials(SdkException cause) {
    String message = String.valueOf(cause.getMessage());
    return !(cause instanceof AwsServiceException)
        && (message.contains("Unable to load credentials") || message.contains("Profile file"));
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        Optional.ofNullable(cause.getMessage()).orElse("").lines().findFirst().orElse("");
    boolean isName = cause instanceof UnknownHostException;
    return message.isEmpty()
        ? cause.getClass().getSimpleName()
        : isName ? "unknown host " + message : message;
  }
}
