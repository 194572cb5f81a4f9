package dev.mooring.loadgenerator.measure;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** JSON with histograms in HdrHistogram's compressed form (base64), so that nothing is lost between processes. */
public final class MeasurementJson {
    private MeasurementJson() {}

    public static ObjectMapper mapper() {
        SimpleModule histograms = new SimpleModule();
        histograms.addSerializer(Histogram.class, new Writer());
        histograms.addDeserializer(Histogram.class, new Reader());
        return JsonMapper.builder().addModule(histograms).build();
    }

    private static final class Writer extends StdSerializer<Histogram> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Histogram.class);
        }

        @Override
        public void serialize(Histogram value, JsonGenerator out, SerializerProvider provider) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(value.getNeededByteBufferCapacity());
            int length = value.encodeIntoCompressedByteBuffer(buffer);
            out.writeBinary(buffer.array(), 0, length);
        }
    }

    private static final class Reader extends StdDeserializer<Histogram> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Histogram.class);
        }

        @Override
        public Histogram deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(in.getBinaryValue()), 0);
            } catch (DataFormatException e) {
                throw new JsonProcessingException("not a compressed histogram", e) {
                    private static final long serialVersionUID = 1L;
                };
            }
        }
    }
}
