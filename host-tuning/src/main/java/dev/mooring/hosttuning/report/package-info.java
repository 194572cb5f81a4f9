/** What is said about hosts: as a table, JSON, JUnit, TAP or Prometheus text. */
@NullMarked
package dev.mooring.hosttuning.report;

import org.jspecify.annotations.NullMarked;
