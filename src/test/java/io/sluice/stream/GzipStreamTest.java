package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

final class GzipStreamTest {

  @Test
  void givenManyMembersAndAStreamThatNeverHasMoreAtHand_whenRead_thenAllOfThem()
      throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 3000; i++) {
      members.write(packed("line " + i + "\n"));
    }
    members.write(new byte[512]);

    String text = text(members.toByteArray());

    assertThat(text.lines()).hasSize(3000).endsWith("line 2999");
  }

  @Test
  void givenBytesBehindTheLastMember_whenRead_thenRefusedWithThePlace() throws IOException {
    byte[] one = packed("1\n");

    assertThatThrownBy(() -> text(joined(one, "2\n".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(ZipException.class)
        .hasMessage("bytes that are not a gzip member follow at offset " + one.length);
    assertThatThrownBy(() -> text(joined(one, new byte[] {0, 0, 7})))
        .hasMessageContaining("follow at offset " + (one.length + 2));
    assertThatThrownBy(() -> text(new byte[0])).hasMessageContaining("it is empty");
  }

  @Test
  void givenASecondMemberWithAnyByteFlipped_whenRead_thenRefusedOrTheSame() throws IOException {
    byte[] first = packed("1\n");
    byte[] both = joined(first, packed("2\n"));
    String whole = text(both);

    for (int bit = 0; bit < both.length * 8; bit++) {
      byte[] damaged = both.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(outcome(damaged)).as("bit " + bit).isIn(whole, "refused");
    }
    byte[] damaged = both.clone();
    damaged[first.length] = 0x1e;
    assertThat(outcome(damaged)).isEqualTo("refused");
  }

  @Test
  void givenAFileCutOffAtAnyByte_whenRead_thenRefusedUnlessAMemberEndsThere() throws IOException {
    byte[] first = packed("1\n");
    byte[] both = joined(first, packed("2\n"));

    for (int length = 0; length < both.length; length++) {
      assertThat(outcome(Arrays.copyOf(both, length)))
          .as("length " + length)
          .isEqualTo(length == first.length ? "1\n" : "refused");
    }
  }

  private static String outcome(byte[] bytes) throws IOException {
    try {
      return text(bytes);
    } catch (ZipException e) {
      return "refused";
    }
  }

  private static String text(byte[] bytes) throws IOException {
    InputStream hesitant =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int available() {
            return 0;
          }
        };
    try (InputStream in = new GzipStream(hesitant)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] packed(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
