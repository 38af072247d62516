/** What gzip files hold, checked up to their last byte. Uses the JDK only. */
package io.sluice.gzip;
