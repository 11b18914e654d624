/**
 * Whether two results say the same: values of different engines made comparable, rows compared as a multiset, and their
 * order as far as ORDER BY fixes it.
 */
@NullMarked
package dev.carbide.cli.compare;

import org.jspecify.annotations.NullMarked;
