package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.Outcome;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The report as JUnit XML: a suite for each host, a test case for each check. Warnings are skipped cases; a check that
 * could not be made is an error where its failure would be a failure.
 */
final class JunitReport {
    private final XMLStreamWriter xml;

    private JunitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String render(List<HostOutcome> outcomes) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitReport(writer).write(outcomes);
            writer.flush();
        } catch (XMLStreamException impossible) {
            throw new AssertionError("writing to memory does not fail", impossible);
        }
        return text.append('\n').toString();
    }

    private void write(List<HostOutcome> outcomes) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        for (HostOutcome outcome : outcomes) {
            switch (outcome) {
                case HostOutcome.Unreachable unreachable -> unreachable(unreachable);
                case HostOutcome.Aside aside -> aside(aside);
                case HostOutcome.Verified verified -> suite(verified.report());
            }
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private void unreachable(HostOutcome.Unreachable host) throws XMLStreamException {
        startSuite(host.name(), 1, 0, 1, 0);
        startCase(host.name(), "reachable");
        element("error", host.sentence(), "");
        endCase();
        endSuite();
    }

    private void aside(HostOutcome.Aside host) throws XMLStreamException {
        startSuite(host.name(), 1, 0, 0, 1);
        startCase(host.name(), "in service");
        element("skipped", host.state(), host.sentence());
        endCase();
        endSuite();
    }

    private void suite(HostReport report) throws XMLStreamException {
        long failures = report.findings().stream().filter(Finding::fails).count();
        long errors = report.findings().stream().filter(Finding::isUnproven).count();
        long passed = report.count(Outcome.PASS);
        int tests = report.findings().size();
        startSuite(report.host(), tests, failures, errors, tests - passed - failures - errors);
        for (Finding finding : report.findings()) {
            startCase(report.host(), finding.check().id());
            if (finding.fails()) {
                element("failure", finding.told(), finding.remedy());
            } else if (finding.isUnproven()) {
                element("error", finding.told(), finding.remedy());
            } else if (finding.outcome() != Outcome.PASS) {
                element("skipped", finding.told(), finding.remedy());
            }
            endCase();
        }
        endSuite();
    }

    private void startSuite(String name, int tests, long failures, long errors, long skipped)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", Integer.toString(tests));
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", Long.toString(errors));
        xml.writeAttribute("skipped", Long.toString(skipped));
    }

    private void endSuite() throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void startCase(String host, String name) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", host);
        xml.writeAttribute("name", name);
    }

    private void endCase() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void element(String kind, String message, String remedy) throws XMLStreamException {
        xml.writeStartElement(kind);
        xml.writeAttribute("message", message);
        xml.writeCharacters(remedy);
        xml.writeEndElement();
    }
}
