/** Settings by section, with types, and all of their problems at once. */
package io.sluice.settings;
