/** What EC2 tells an instance about itself. */
@NullMarked
package dev.mooring.hostagent.instance;

import org.jspecify.annotations.NullMarked;
