package dev.carbide.cli.tpch;

import dev.carbide.offheap.column.BatchBuilder;
import io.trino.tpch.Customer;
import io.trino.tpch.LineItem;
import io.trino.tpch.Nation;
import io.trino.tpch.Order;
import io.trino.tpch.Part;
import io.trino.tpch.PartSupplier;
import io.trino.tpch.Region;
import io.trino.tpch.Supplier;
import io.trino.tpch.TpchEntity;
import java.nio.charset.StandardCharsets;

/** Writes the generator's rows into columns, in the order of the columns of {@link TpchRelation}. */
final class TpchRows {
    /** The scale of amounts is 2; the generator's quantities are whole numbers. */
    private static final long WHOLE = 100;

    private TpchRows() {}

    /** Writes one row. */
    @FunctionalInterface
    interface Writer<E extends TpchEntity> {
        void write(E entity, BatchBuilder to, int row);
    }

    static void region(Region region, BatchBuilder to, int row) {
        number(to, 0, row, region.getRegionKey());
        text(to, 1, row, region.getName());
        text(to, 2, row, region.getComment());
    }

    static void nation(Nation nation, BatchBuilder to, int row) {
        number(to, 0, row, nation.getNationKey());
        text(to, 1, row, nation.getName());
        number(to, 2, row, nation.getRegionKey());
        text(to, 3, row, nation.getComment());
    }

    static void supplier(Supplier supplier, BatchBuilder to, int row) {
        number(to, 0, row, supplier.getSupplierKey());
        text(to, 1, row, supplier.getName());
        text(to, 2, row, supplier.getAddress());
        number(to, 3, row, supplier.getNationKey());
        text(to, 4, row, supplier.getPhone());
        number(to, 5, row, supplier.getAccountBalanceInCents());
        text(to, 6, row, supplier.getComment());
    }

    static void customer(Customer customer, BatchBuilder to, int row) {
        number(to, 0, row, customer.getCustomerKey());
        text(to, 1, row, customer.getName());
        text(to, 2, row, customer.getAddress());
        number(to, 3, row, customer.getNationKey());
        text(to, 4, row, customer.getPhone());
        number(to, 5, row, customer.getAccountBalanceInCents());
        text(to, 6, row, customer.getMarketSegment());
        text(to, 7, row, customer.getComment());
    }

    static void part(Part part, BatchBuilder to, int row) {
        number(to, 0, row, part.getPartKey());
        text(to, 1, row, part.getName());
        text(to, 2, row, part.getManufacturer());
        text(to, 3, row, part.getBrand());
        text(to, 4, row, part.getType());
        number(to, 5, row, part.getSize());
        text(to, 6, row, part.getContainer());
        number(to, 7, row, part.getRetailPriceInCents());
        text(to, 8, row, part.getComment());
    }

    static void partsupp(PartSupplier offer, BatchBuilder to, int row) {
        number(to, 0, row, offer.getPartKey());
        number(to, 1, row, offer.getSupplierKey());
        number(to, 2, row, offer.getAvailableQuantity());
        number(to, 3, row, offer.getSupplyCostInCents());
        text(to, 4, row, offer.getComment());
    }

    static void orders(Order order, BatchBuilder to, int row) {
        number(to, 0, row, order.getOrderKey());
        number(to, 1, row, order.getCustomerKey());
        text(to, 2, row, String.valueOf(order.getOrderStatus()));
        number(to, 3, row, order.getTotalPriceInCents());
        number(to, 4, row, order.getOrderDate());
        text(to, 5, row, order.getOrderPriority());
        text(to, 6, row, order.getClerk());
        number(to, 7, row, order.getShipPriority());
        text(to, 8, row, order.getComment());
    }

    static void lineitem(LineItem item, BatchBuilder to, int row) {
        number(to, 0, row, item.getOrderKey());
        number(to, 1, row, item.getPartKey());
        number(to, 2, row, item.getSupplierKey());
        number(to, 3, row, item.getLineNumber());
        number(to, 4, row, item.getQuantity() * WHOLE);
        number(to, 5, row, item.getExtendedPriceInCents());
        number(to, 6, row, item.getDiscountPercent());
        number(to, 7, row, item.getTaxPercent());
        text(to, 8, row, item.getReturnFlag());
        text(to, 9, row, item.getStatus());
        number(to, 10, row, item.getShipDate());
        number(to, 11, row, item.getCommitDate());
        number(to, 12, row, item.getReceiptDate());
        text(to, 13, row, item.getShipInstructions());
        text(to, 14, row, item.getShipMode());
        text(to, 15, row, item.getComment());
    }

    private static void number(BatchBuilder to, int column, int row, long value) {
        to.column(column).putLong(row, value);
    }

    /** All text of TPC-H is ASCII. */
    private static void text(BatchBuilder to, int column, int row, String value) {
        to.column(column).putBytes(row, value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
