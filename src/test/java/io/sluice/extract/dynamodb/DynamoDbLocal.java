package io.sluice.extract.dynamodb;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * DynamoDB Local over memory, in a process of its own. One for all tests of a JVM; each test names
 * tables of its own. Maven resolves its class path from {@code src/test/dynamodb-local/pom.xml}.
 */
final class DynamoDbLocal {
  static final String SECRET_KEY = "s3cret-dynamodb-key";
  private static final Path POM = Path.of("src", "test", "dynamodb-local", "pom.xml");
  private static final Path CLASS_PATH = Path.of("target", "dynamodb-local.classpath");
  private static DynamoDbLocal shared;

  private final URI uri;
  private final DynamoDbClient client;

  private DynamoDbLocal(int port) {
    uri = URI.create("http://127.0.0.1:" + port);
    client =
        DynamoDbClient.builder()
            .endpointOverride(uri)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", SECRET_KEY)))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  /** The server, started when it is first asked for; it ends with this JVM. */
  static synchronized DynamoDbLocal shared() {
    if (shared == null) {
      try {
        shared = start();
      } catch (IOException e) {
        throw new IllegalStateException("DynamoDB Local did not start: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return shared;
  }

  URI uri() {
    return uri;
  }

  /** Makes a table whose key is this attribute. */
  void table(String name, String key) {
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build()));
  }

  /** Puts an item of texts. */
  void put(String table, Map<String, String> texts) {
    Map<String, AttributeValue> item = new HashMap<>();
    texts.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
    putItem(table, item);
  }

  void putItem(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private static DynamoDbLocal start() throws IOException, InterruptedException {
    if (!Files.exists(CLASS_PATH) && !resolved("-o") && !resolved("-B")) {
      throw new IOException("mvn cannot resolve " + POM + ", see target/dynamodb-local.log");
    }
    String classPath = Files.readString(CLASS_PATH).strip();
    String libraries =
        Stream.of(classPath.split(File.pathSeparator, -1))
            .filter(
                file -> file.endsWith(".so") || file.endsWith(".dylib") || file.endsWith(".dll"))
            .map(file -> new File(file).getParent())
            .collect(Collectors.joining(File.pathSeparator));
    int port = freePort();
    Process process =
        started(
            "target/dynamodb-local.log",
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-Djava.library.path=" + libraries,
                "-cp",
                classPath,
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                "-inMemory",
                "-sharedDb",
                "-disableTelemetry",
                "-port",
                Integer.toString(port)));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new DynamoDbLocal(socket.getPort());
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException(Files.readString(Path.of("target/dynamodb-local.log")));
  }

  private static boolean resolved(String option) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "mvn",
            "-q",
            option,
            "-f",
            POM.toString(),
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
            "-Dmdep.outputFile=" + CLASS_PATH.toAbsolutePath());
    return started("target/dynamodb-local.log", command).waitFor() == 0;
  }

  private static Process started(String log, List<String> command) throws IOException {
    return new ProcessBuilder(new ArrayList<>(command))
        .redirectErrorStream(true)
        .redirectOutput(new File(log))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
