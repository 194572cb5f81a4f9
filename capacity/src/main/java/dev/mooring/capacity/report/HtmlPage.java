package dev.mooring.capacity.report;

import dev.mooring.capacity.input.Resource;

/**
 * A page of a report, in the one style that reports have; needs nothing from the network.
 *
 * @param title as text
 * @param style additional CSS of this report, placed after the common one
 * @param body as HTML
 */
public record HtmlPage(String title, String style, String body) {
    /** A page without a style of its own. */
    public HtmlPage(String title, String body) {
        this(title, "", body);
    }

    /** The whole page. */
    public String text() {
        return Resource.text(HtmlPage.class, "page.html")
                .replace("${title}", escaped(title))
                .replace("${style}", Resource.text(HtmlPage.class, "page.css") + style)
                .replace("${body}", body);
    }

    /** A text that stands in a page as it is, also in an attribute between double quotes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
