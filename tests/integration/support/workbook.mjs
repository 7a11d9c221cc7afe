// Spreadsheets as another program packs and reads them: with the zip and XML of Python's standard library, of which
// nothing is ours.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const reader = `
import io, json, sys, zipfile, xml.etree.ElementTree as tree
space = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
book = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert book.testzip() is None
shared = []
if 'xl/sharedStrings.xml' in book.namelist():
    for item in tree.fromstring(book.read('xl/sharedStrings.xml')):
        shared.append(''.join(part.text or '' for part in item.iter(space + 't')))
sheets = []
for name in sorted(n for n in book.namelist() if n.startswith('xl/worksheets/sheet')):
    rows = []
    for row in tree.fromstring(book.read(name)).iter(space + 'row'):
        cells = {}
        for cell in row.iter(space + 'c'):
            letters = cell.get('r').rstrip('0123456789')
            value = cell.find(space + 'v')
            text = '' if value is None else value.text
            if cell.get('t') == 's': text = shared[int(text)]
            if cell.get('t') == 'inlineStr': text = ''.join(part.text or '' for part in cell.iter(space + 't'))
            cells[letters] = text
        rows.append(cells)
    sheets.append(rows)
print(json.dumps({'parts': book.namelist(), 'sheets': sheets}))
`;

const packer = `
import io, json, sys, zipfile
from xml.sax.saxutils import escape
rows = json.load(sys.stdin)
out = io.BytesIO()
book = zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED)
head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
package = 'http://schemas.openxmlformats.org/package/2006/relationships'
book.writestr('[Content_Types].xml', head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
  '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
  '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
book.writestr('_rels/.rels', head + f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
book.writestr('xl/_rels/workbook.xml.rels', head + f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
book.writestr('xl/workbook.xml', head + f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>')
lines = []
for number, row in enumerate(rows, 1):
    cells = ''.join(f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{escape(str(text))}</t></is></c>' for at, text in enumerate(row) if text != '')
    lines.append(f'<row r="{number}">{cells}</row>')
sheet = head + f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
book.writestr('xl/worksheets/sheet1.xml', sheet)
book.close()
sys.stderr.write(str(len(sheet.encode())))
sys.stdout.buffer.write(out.getvalue())
`;

const editor = `
import base64, io, json, sys, zipfile, xml.etree.ElementTree as tree
order = json.load(sys.stdin)
space = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
tree.register_namespace('', space)
tree.register_namespace('r', office)
book = zipfile.ZipFile(io.BytesIO(base64.b64decode(order['bytes'])))
parts = {}
links = {one.get('Id'): one.get('Target') for one in tree.fromstring(book.read('xl/_rels/workbook.xml.rels'))}
for sheet in tree.fromstring(book.read('xl/workbook.xml')).iter('{%s}sheet' % space):
    parts[sheet.get('name')] = 'xl/' + links[sheet.get('{%s}id' % office)]
content = {name: book.read(name) for name in book.namelist()}
for change in order['changes']:
    part = parts[change['sheet']]
    root = tree.fromstring(content[part])
    cell = next(one for one in root.iter('{%s}c' % space) if one.get('r') == change['cell'])
    for child in list(cell): cell.remove(child)
    if isinstance(change['value'], str):
        cell.set('t', 'inlineStr')
        tree.SubElement(tree.SubElement(cell, '{%s}is' % space), '{%s}t' % space).text = change['value']
    else:
        cell.attrib.pop('t', None)
        tree.SubElement(cell, '{%s}v' % space).text = str(change['value'])
    content[part] = tree.tostring(root, encoding='UTF-8', xml_declaration=True)
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as edited:
    for name, data in content.items(): edited.writestr(name, data)
sys.stdout.buffer.write(out.getvalue())
`;

function python(program, input) {
  const run = spawnSync('python3', ['-c', program], { input, maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr.toString());
  return run;
}

/** `{parts, sheets}` of an XLSX: the names of its parts, and of each sheet the rows as `{A: text, B: text}`. */
export const readWorkbook = (bytes) => JSON.parse(python(reader, bytes).stdout.toString());

/** `{bytes, sheetSize}`: an XLSX of one sheet with these rows of texts, and how large the XML of the sheet is. */
export function packWorkbook(rows) {
  const run = python(packer, JSON.stringify(rows));
  return { bytes: run.stdout, sheetSize: Number(run.stderr.toString()) };
}

/** The XLSX with some cells changed, each `{sheet, cell, value}`: a text, or a number. The cells must be there. */
export function editWorkbook(bytes, changes) {
  return python(editor, JSON.stringify({ bytes: Buffer.from(bytes).toString('base64'), changes })).stdout;
}
