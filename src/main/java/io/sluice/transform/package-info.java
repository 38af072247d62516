/** Rows to rows, before they are judged and merged. */
package io.sluice.transform;
