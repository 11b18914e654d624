/**
 * The TPC-H benchmark: its tables, generated as the specification says, its queries, and the answers at one scale. The rows
 * come from the generator of Trino (a port of TPC's dbgen); types and layout are ours.
 */
@NullMarked
package dev.carbide.cli.tpch;

import org.jspecify.annotations.NullMarked;
