/** {@code exports}: the requests to sources and their results. */
package io.sluice.run.exports;
