package io.sluice.read;

import com.fasterxml.jackson.databind.node.TextNode;

/** The text of a date or an instant that has its type in the file: always in ISO 8601. */
final class ColumnarText extends TextNode {
  private static final long serialVersionUID = 1L;

  ColumnarText(String text) {
    super(text);
  }
}
