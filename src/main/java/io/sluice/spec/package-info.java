/** Records that say what to do, valid by construction. Only the JDK is used here. */
package io.sluice.spec;
