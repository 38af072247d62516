package io.sluice.extract.zuora;

import io.sluice.settings.Section;
import java.net.URI;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How a Zuora tenant is reached.
 *
 * @param baseUrl without a slash at its end
 * @param partner issued by Zuora; with the project it names the session
 * @param gzip whether files are to come compressed; they are kept so
 */
record AquaConnection(
    URI baseUrl,
    String partner,
    String project,
    Supplier<String> clientId,
    Supplier<String> clientSecret,
    DataCentre dataCentre,
    String version,
    boolean gzip) {

  /** How files come. */
  private enum Format {
    CSV,
    GZIP
  }

  static AquaConnection of(Section settings) {
    URI baseUrl = settings.uri("base_url");
    DataCentre dataCentre =
        settings
            .parsed("zone", "a time zone such as America/Los_Angeles or UTC", ZoneId::of)
            .map(DataCentre::new)
            .orElseGet(() -> DataCentre.of(baseUrl.getHost()));
    return new AquaConnection(
        baseUrl,
        settings.required("partner"),
        settings.required("project"),
        settings.secret("client_id"),
        settings.secret("client_secret"),
        dataCentre,
        settings.text("version").orElse("1.2"),
        settings.choice("format", Format.class).filter(Format.GZIP::equals).isPresent());
  }

  /** AQuA's session for a project. Zuora writes projects in lower case, whatever it was given. */
  String session(String ofProject) {
    return (partner + "/" + ofProject).toLowerCase(Locale.ROOT);
  }
}
