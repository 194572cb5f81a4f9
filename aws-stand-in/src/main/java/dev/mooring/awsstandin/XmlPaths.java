package dev.mooring.awsstandin;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An XML document as values by their paths below its root, see {@link ShapeCheck}. */
final class XmlPaths {
    private final Set<String> known;
    private final Map<String, String> values = new TreeMap<>();

    private XmlPaths(Set<String> known) {
        this.known = known;
    }

    /**
     * The values.
     *
     * @param known the members of the model, which say what is a list
     */
    static Map<String, String> of(String xml, Set<String> known) {
        XmlPaths paths = new XmlPaths(known);
        paths.add(root(xml), "", "");
        return paths.values;
    }

    /** The root of a document, without doctype. */
    static Element root(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException malformed) {
            throw new AwsRefusal("InvalidInput", "the body is not XML: " + malformed.getMessage());
        }
    }

    private void add(Element element, String path, String general) {
        Map<String, Integer> places = new HashMap<>();
        boolean isLeaf = true;
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                isLeaf = false;
                String name = inner.getLocalName();
                String below = general.isEmpty() ? name : general + "." + name;
                String place = path.isEmpty() ? name : path + "." + name;
                if (known.contains(below + ".*")) {
                    place += "." + places.merge(name, 1, Integer::sum);
                    below += ".*";
                }
                add(inner, place, below);
            }
        }
        if (isLeaf && !path.isEmpty()) {
            values.put(path, element.getTextContent());
        }
    }
}
