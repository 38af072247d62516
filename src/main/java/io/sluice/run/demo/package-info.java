/** {@code demo}: its outcome. Its code is in the clone, in {@code src/demo}. */
package io.sluice.run.demo;
