/**
 * Decoders from the values of a page to off-heap column values, a batch at a time, for every encoding of the format
 * (Encodings.md of the Parquet specification). Whatever a page says of itself (lengths, counts, codes, widths) is checked
 * before it is used as an address or a size; what breaks a rule is a {@link
 * dev.carbide.parquet.file.MalformedDataException}.
 *
 * <p>Input segments are readable for at least {@link dev.carbide.parquet.decode.ValueDecoder#TAIL_PADDING} bytes behind the
 * end of the values, so that decoders may load whole words.
 */
@NullMarked
package dev.carbide.parquet.decode;

import org.jspecify.annotations.NullMarked;
