/**
 * Settings as people write them: sections with types, all of their problems at once, each with its
 * file and path and the word that was meant; secrets by reference. Where they come from (YAML, a
 * spec) and what keys there are is left to others.
 */
package io.sluice.settings;
