package dev.mooring.hosttuning.verify;

import java.util.List;

/** One kind of check. Rules read nothing themselves and keep no state. */
@FunctionalInterface
interface Rule {
    List<Finding> check(CheckedHost host);
}
