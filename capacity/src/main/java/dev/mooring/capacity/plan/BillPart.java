package dev.mooring.capacity.plan;

import dev.mooring.capacity.Bill;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A part of a bill.
 *
 * @param title human-readable
 * @param amount in US dollars a month
 */
record BillPart(String title, ToDoubleFunction<Bill> amount) {
    /** All parts in the order in which they are shown; together they are the bill. */
    static final List<BillPart> ALL = List.of(
            new BillPart("hosts", Bill::hosts),
            new BillPart("load balancers", Bill::loadBalancers),
            new BillPart("between zones", Bill::crossZone),
            new BillPart("public addresses", Bill::addresses),
            new BillPart("pings to the internet", Bill::pingEgress),
            new BillPart("disks", Bill::disks),
            new BillPart("monitoring", Bill::monitoring));

    double of(Bill bill) {
        return amount.applyAsDouble(bill);
    }
}
