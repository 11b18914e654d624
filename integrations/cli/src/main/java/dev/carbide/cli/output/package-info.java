/**
 * Results as text: aligned for people, CSV, TSV and JSON for programs. A {@link dev.carbide.cli.output.ResultFormat} makes
 * the printer; values are formatted in one place, {@link dev.carbide.cli.output.ValueText}.
 */
@NullMarked
package dev.carbide.cli.output;

import org.jspecify.annotations.NullMarked;
