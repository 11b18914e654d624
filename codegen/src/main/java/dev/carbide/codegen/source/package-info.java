/**
 * Builds readable Java source for one generated class: names, nested blocks, comments, fields, parameters and methods.
 *
 * <p>Two rules hold for everything built here. The text is printable ASCII without a backslash, so that no unicode
 * escape can exist in it; and constants of a query are parameters, never text, so that plans of equal structure have
 * equal text and share one compiled class.
 */
@NullMarked
package dev.carbide.codegen.source;

import org.jspecify.annotations.NullMarked;
