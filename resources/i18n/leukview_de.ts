<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Acknowledge the alert…</source>
        <translation>Warnung zur Kenntnis nehmen…</translation>
    </message>
    <message>
        <source>Adapt to this laboratory…</source>
        <translation>An dieses Labor anpassen…</translation>
    </message>
    <message>
        <source>Add cell</source>
        <translation>Zelle hinzufügen</translation>
    </message>
    <message>
        <source>Add to a reference set…</source>
        <translation>In Referenzsammlung aufnehmen…</translation>
    </message>
    <message>
        <source>Adjust picture…</source>
        <translation>Bild anpassen…</translation>
    </message>
    <message>
        <source>Agree with every cell of the class that is not reviewed yet; asks where any of them needs you</source>
        <translation>Alle noch nicht geprüften Zellen der Klasse bestätigen; fragt nach, wenn eine davon Ihre Prüfung braucht</translation>
    </message>
    <message>
        <source>Agree with the shown class, and go on to the next cell that needs you</source>
        <translation>Der angezeigten Klasse zustimmen und zur nächsten Zelle gehen, die Ihre Prüfung braucht</translation>
    </message>
    <message>
        <source>Agreement…</source>
        <translation>Übereinstimmung…</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Analyse every image again; your labels stay</source>
        <translation>Jedes Bild erneut analysieren; Ihre Zuordnungen bleiben erhalten</translation>
    </message>
    <message>
        <source>Brightness, contrast, gamma and white balance on screen; files and calls stay as they are</source>
        <translation>Helligkeit, Kontrast, Gamma und Weißabgleich auf dem Bildschirm; Dateien und KI-Zuordnungen bleiben unverändert</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Case details…</source>
        <translation>Falldaten…</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>Change between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>Choose pipeline…</source>
        <translation>Pipeline wählen…</translation>
    </message>
    <message>
        <source>Choose the key of any action and class</source>
        <translation>Die Taste jeder Aktion und Klasse wählen</translation>
    </message>
    <message>
        <source>Choose weights…</source>
        <translation>Gewichte wählen…</translation>
    </message>
    <message>
        <source>Choose which pipeline analyses</source>
        <translation>Wählen, welche Pipeline analysiert</translation>
    </message>
    <message>
        <source>Choose which weights call cells, or go back</source>
        <translation>Wählen, mit welchen Gewichten Zellen zugeordnet werden, oder zu früheren zurückkehren</translation>
    </message>
    <message>
        <source>Class colours: colour-blind safe, letters on boxes</source>
        <translation>Klassenfarben: für Farbfehlsichtige, mit Buchstaben an den Rahmen</translation>
    </message>
    <message>
        <source>Class colours: colour-blind safe, letters on boxes: holds at once</source>
        <translation>Klassenfarben: für Farbfehlsichtige, mit Buchstaben an den Rahmen: gilt sofort</translation>
    </message>
    <message>
        <source>Class colours: one a class</source>
        <translation>Klassenfarben: eine je Klasse</translation>
    </message>
    <message>
        <source>Class colours: one a class: holds at once</source>
        <translation>Klassenfarben: eine je Klasse: gilt sofort</translation>
    </message>
    <message>
        <source>Clear the reader&apos;s label</source>
        <translation>Zuordnung des Befunders entfernen</translation>
    </message>
    <message>
        <source>Close LeukView</source>
        <translation>LeukView schließen</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa, and what was called differently</source>
        <translation>Cohens Kappa und was unterschiedlich zugeordnet wurde</translation>
    </message>
    <message>
        <source>Compare both readers&apos; labels</source>
        <translation>Die Zuordnungen beider Befunder vergleichen</translation>
    </message>
    <message>
        <source>Compare side by side</source>
        <translation>Nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Compare with reference</source>
        <translation>Mit Referenz vergleichen</translation>
    </message>
    <message>
        <source>Confidence on tiles</source>
        <translation>Konfidenz auf den Kacheln</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Confirm the rest of this class</source>
        <translation>Rest dieser Klasse bestätigen</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>Konturen</translation>
    </message>
    <message>
        <source>Copy the chosen cells that a person has labelled into a reference set</source>
        <translation>Die ausgewählten, von einer Person zugeordneten Zellen in eine Referenzsammlung kopieren</translation>
    </message>
    <message>
        <source>Correct the outline of a cell with clicks or a box</source>
        <translation>Den Umriss einer Zelle mit Klicks oder einem Rahmen korrigieren</translation>
    </message>
    <message>
        <source>Count cells that were set aside as uncountable or crushed, as the AI calls them</source>
        <translation>Zellen zählen, die als nicht zählbar oder gequetscht zurückgestellt wurden, so wie die KI sie zuordnet</translation>
    </message>
    <message>
        <source>Count it</source>
        <translation>Mitzählen</translation>
    </message>
    <message>
        <source>Count what lies in a rectangle that you draw</source>
        <translation>Zählen, was in einem gezeichneten Rechteck liegt</translation>
    </message>
    <message>
        <source>Count what lies within an outline that you draw</source>
        <translation>Zählen, was in einem gezeichneten Umriss liegt</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Dark, high contrast</source>
        <translation>Dunkel, hoher Kontrast</translation>
    </message>
    <message>
        <source>Dark, high contrast: holds at once</source>
        <translation>Dunkel, hoher Kontrast: gilt sofort</translation>
    </message>
    <message>
        <source>Dark: holds at once</source>
        <translation>Dunkel: gilt sofort</translation>
    </message>
    <message>
        <source>Delete cell</source>
        <translation>Zelle löschen</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Deutsch: holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English</source>
        <translation>Deutsch: gilt nach dem nächsten Start von LeukView für das, was das Fenster zeigt; Berichte, Tabellen und Audit-Trail bleiben englisch</translation>
    </message>
    <message>
        <source>Draw boxes around cells that were not found, until Esc</source>
        <translation>Rahmen um nicht gefundene Zellen zeichnen, bis Esc gedrückt wird</translation>
    </message>
    <message>
        <source>Edit mask</source>
        <translation>Maske bearbeiten</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>English: holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English</source>
        <translation>English: gilt nach dem nächsten Start von LeukView für das, was das Fenster zeigt; Berichte, Tabellen und Audit-Trail bleiben englisch</translation>
    </message>
    <message>
        <source>Every case, how far it is, and what was received</source>
        <translation>Alle Fälle, wie weit sie sind und was eingegangen ist</translation>
    </message>
    <message>
        <source>Everything that was done on this case, and the way back to any point of it</source>
        <translation>Alles, was an diesem Fall getan wurde, und der Weg zurück zu jedem Punkt</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Gesichtsfelder</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by id, file, class or note</source>
        <translation>Nach Kennung, Datei, Klasse oder Notiz filtern</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>Befehl suchen…</translation>
    </message>
    <message>
        <source>Finish the second reading</source>
        <translation>Zweitbefundung abschließen</translation>
    </message>
    <message>
        <source>Free region</source>
        <translation>Freier Bereich</translation>
    </message>
    <message>
        <source>Gather the cells that people labelled in your cases</source>
        <translation>Die Zellen sammeln, die Personen in Ihren Fällen zugeordnet haben</translation>
    </message>
    <message>
        <source>Go to the cell after this one in file order</source>
        <translation>Zur nächsten Zelle in Dateireihenfolge gehen</translation>
    </message>
    <message>
        <source>Go to the cell before this one in file order</source>
        <translation>Zur vorigen Zelle in Dateireihenfolge gehen</translation>
    </message>
    <message>
        <source>Go to the class before</source>
        <translation>Zur vorigen Klasse gehen</translation>
    </message>
    <message>
        <source>Go to the next cell that needs you</source>
        <translation>Zur nächsten Zelle gehen, die Ihre Prüfung braucht</translation>
    </message>
    <message>
        <source>Go to the next cell the readers disagree on</source>
        <translation>Zur nächsten Zelle gehen, in der die Befunder nicht übereinstimmen</translation>
    </message>
    <message>
        <source>Go to the next class</source>
        <translation>Zur nächsten Klasse gehen</translation>
    </message>
    <message>
        <source>Grid of this class</source>
        <translation>Raster dieser Klasse</translation>
    </message>
    <message>
        <source>Hand back to the first reader</source>
        <translation>An den Erstbefunder zurückgeben</translation>
    </message>
    <message>
        <source>Hand over to the second reader</source>
        <translation>An den Zweitbefunder übergeben</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>History of this cell</source>
        <translation>Verlauf dieser Zelle</translation>
    </message>
    <message>
        <source>Hold: original picture</source>
        <translation>Halten: Originalbild</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>Tasten…</translation>
    </message>
    <message>
        <source>Label as {name}</source>
        <translation>Als {name} zuordnen</translation>
    </message>
    <message>
        <source>Laboratory, reader and reference ranges</source>
        <translation>Labor, Befunder und Referenzbereiche</translation>
    </message>
    <message>
        <source>Laboratory…</source>
        <translation>Labor…</translation>
    </message>
    <message>
        <source>Language as the system</source>
        <translation>Sprache wie das System</translation>
    </message>
    <message>
        <source>Language as the system: holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English</source>
        <translation>Sprache wie das System: gilt nach dem nächsten Start von LeukView für das, was das Fenster zeigt; Berichte, Tabellen und Audit-Trail bleiben englisch</translation>
    </message>
    <message>
        <source>Learn from your people&apos;s labels</source>
        <translation>Aus den Zuordnungen Ihrer Mitarbeitenden lernen</translation>
    </message>
    <message>
        <source>Let a second reader read, blind to the first</source>
        <translation>Einen Zweitbefunder befunden lassen, ohne Sicht auf den ersten</translation>
    </message>
    <message>
        <source>Let the first reader take the window</source>
        <translation>Den Erstbefunder ans Fenster lassen</translation>
    </message>
    <message>
        <source>Let the second reader take the window</source>
        <translation>Den Zweitbefunder ans Fenster lassen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Light or dark as the system</source>
        <translation>Hell oder dunkel wie das System</translation>
    </message>
    <message>
        <source>Light or dark as the system: holds at once</source>
        <translation>Hell oder dunkel wie das System: gilt sofort</translation>
    </message>
    <message>
        <source>Light, high contrast</source>
        <translation>Hell, hoher Kontrast</translation>
    </message>
    <message>
        <source>Light, high contrast: holds at once</source>
        <translation>Hell, hoher Kontrast: gilt sofort</translation>
    </message>
    <message>
        <source>Light: holds at once</source>
        <translation>Hell: gilt sofort</translation>
    </message>
    <message>
        <source>Look at 2 to 8 chosen cells at one scale</source>
        <translation>2 bis 8 ausgewählte Zellen im gleichen Maßstab ansehen</translation>
    </message>
    <message>
        <source>Make a training set…</source>
        <translation>Trainingssatz erstellen…</translation>
    </message>
    <message>
        <source>Make the chosen cells not reviewed again</source>
        <translation>Die ausgewählten Zellen wieder auf nicht geprüft setzen</translation>
    </message>
    <message>
        <source>Make weights from a recipe and labelled images</source>
        <translation>Gewichte aus einem Rezept und zugeordneten Bildern erzeugen</translation>
    </message>
    <message>
        <source>Merge cells</source>
        <translation>Zellen zusammenführen</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>Modellkarte…</translation>
    </message>
    <message>
        <source>Name cells blind, and see how you did</source>
        <translation>Zellen blind benennen und das Ergebnis sehen</translation>
    </message>
    <message>
        <source>Name, patient and slide</source>
        <translation>Name, Patient und Objektträger</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>Nächster Fall</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>Nächste Zelle</translation>
    </message>
    <message>
        <source>Next class</source>
        <translation>Nächste Klasse</translation>
    </message>
    <message>
        <source>Next disagreement</source>
        <translation>Nächste Abweichung</translation>
    </message>
    <message>
        <source>Next in file order</source>
        <translation>Nächste in Dateireihenfolge</translation>
    </message>
    <message>
        <source>Next that needs you</source>
        <translation>Nächste zu prüfende</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Notiz…</translation>
    </message>
    <message>
        <source>Open a folder of cell images or smear fields</source>
        <translation>Einen Ordner mit Zellbildern oder Gesichtsfeldern öffnen</translation>
    </message>
    <message>
        <source>Open the case before this one in the list</source>
        <translation>Den vorigen Fall der Liste öffnen</translation>
    </message>
    <message>
        <source>Open the next case of the list</source>
        <translation>Den nächsten Fall der Liste öffnen</translation>
    </message>
    <message>
        <source>Open the sample case</source>
        <translation>Beispielfall öffnen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Pictures as they are</source>
        <translation>Bilder unverändert zeigen</translation>
    </message>
    <message>
        <source>Previous case</source>
        <translation>Voriger Fall</translation>
    </message>
    <message>
        <source>Previous cell</source>
        <translation>Vorige Zelle</translation>
    </message>
    <message>
        <source>Previous class</source>
        <translation>Vorige Klasse</translation>
    </message>
    <message>
        <source>Previous in file order</source>
        <translation>Vorige in Dateireihenfolge</translation>
    </message>
    <message>
        <source>Put one cell in the place of the chosen ones</source>
        <translation>Die ausgewählten Zellen durch eine einzige ersetzen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Quiz…</source>
        <translation>Quiz…</translation>
    </message>
    <message>
        <source>Read about what is on show; works offline</source>
        <translation>Über das Angezeigte nachlesen; ohne Internet</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Render and open a synthetic smear</source>
        <translation>Einen synthetischen Ausstrich erzeugen und öffnen</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Say that you have seen an urgent alert; it stays</source>
        <translation>Sagen, dass Sie eine dringende Warnung gesehen haben; sie bleibt stehen</translation>
    </message>
    <message>
        <source>Second reading…</source>
        <translation>Zweitbefundung…</translation>
    </message>
    <message>
        <source>See all cells of the class at once, the odd ones first</source>
        <translation>Alle Zellen der Klasse auf einmal sehen, die auffälligen zuerst</translation>
    </message>
    <message>
        <source>See pictures as they are while the key is held</source>
        <translation>Bilder unverändert sehen, solange die Taste gehalten wird</translation>
    </message>
    <message>
        <source>See this cell beside reference cells</source>
        <translation>Diese Zelle neben Referenzzellen sehen</translation>
    </message>
    <message>
        <source>See what is missing, and sign the case</source>
        <translation>Sehen, was noch fehlt, und den Fall signieren</translation>
    </message>
    <message>
        <source>See what is where, on the sample case</source>
        <translation>Am Beispielfall sehen, was sich wo befindet</translation>
    </message>
    <message>
        <source>Select all alike</source>
        <translation>Alle ähnlichen auswählen</translation>
    </message>
    <message>
        <source>Select all shown</source>
        <translation>Alle angezeigten auswählen</translation>
    </message>
    <message>
        <source>Select every cell shown</source>
        <translation>Jede angezeigte Zelle auswählen</translation>
    </message>
    <message>
        <source>Select the shown cells of this class that the AI calls alike</source>
        <translation>Die angezeigten Zellen dieser Klasse auswählen, die die KI gleich zuordnet</translation>
    </message>
    <message>
        <source>Sets of cells that people vouch for, by class</source>
        <translation>Sammlungen von Zellen, für die Personen bürgen, nach Klasse</translation>
    </message>
    <message>
        <source>Show every key</source>
        <translation>Alle Tasten zeigen</translation>
    </message>
    <message>
        <source>Show or hide reference cells below the cell under review</source>
        <translation>Referenzzellen unter der geprüften Zelle ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the confidence on each tile</source>
        <translation>Die Konfidenz auf jeder Kachel ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the contours of nucleus and cytoplasm</source>
        <translation>Die Konturen von Kern und Zytoplasma ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide what the network looked at</source>
        <translation>Ein- oder ausblenden, worauf das Netz geachtet hat</translation>
    </message>
    <message>
        <source>Show reference cells</source>
        <translation>Referenzzellen zeigen</translation>
    </message>
    <message>
        <source>Show the cells where they lie, or go back to the gallery</source>
        <translation>Die Zellen dort zeigen, wo sie liegen, oder zur Galerie zurückkehren</translation>
    </message>
    <message>
        <source>Show what lies around the cell in its field, or comes beside it in file order</source>
        <translation>Zeigen, was im Gesichtsfeld um die Zelle liegt oder in Dateireihenfolge neben ihr kommt</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Signieren…</translation>
    </message>
    <message>
        <source>Size 100 %</source>
        <translation>Größe 100 %</translation>
    </message>
    <message>
        <source>Size 100 %: holds when LeukView starts again</source>
        <translation>Größe 100 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 125 %</source>
        <translation>Größe 125 %</translation>
    </message>
    <message>
        <source>Size 125 %: holds when LeukView starts again</source>
        <translation>Größe 125 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 150 %</source>
        <translation>Größe 150 %</translation>
    </message>
    <message>
        <source>Size 150 %: holds when LeukView starts again</source>
        <translation>Größe 150 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 175 %</source>
        <translation>Größe 175 %</translation>
    </message>
    <message>
        <source>Size 175 %: holds when LeukView starts again</source>
        <translation>Größe 175 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size 200 %</source>
        <translation>Größe 200 %</translation>
    </message>
    <message>
        <source>Size 200 %: holds when LeukView starts again</source>
        <translation>Größe 200 %: gilt nach dem nächsten Start von LeukView</translation>
    </message>
    <message>
        <source>Size, columns, tiles and panels of the window as they came; no case changes</source>
        <translation>Größe, Spalten, Kacheln und Bereiche des Fensters wie ausgeliefert; kein Fall ändert sich</translation>
    </message>
    <message>
        <source>Stop the analysis; what is done is kept</source>
        <translation>Die Analyse anhalten; was fertig ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>Take every adjustment of the picture off; once more brings it back</source>
        <translation>Jede Anpassung des Bildes aufheben; noch einmal stellt sie wieder her</translation>
    </message>
    <message>
        <source>Take the chosen cells of fields out of the case: kept, in no count, can be brought back</source>
        <translation>Die ausgewählten Zellen der Gesichtsfelder aus dem Fall nehmen: aufbewahrt, in keiner Zählung, wiederherstellbar</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>Train a model…</source>
        <translation>Modell trainieren…</translation>
    </message>
    <message>
        <source>Type what you want to do, or the name of a class, page, case or cell</source>
        <translation>Eingeben, was Sie tun möchten, oder den Namen einer Klasse, Seite, Zelle oder eines Falls</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>What the model was trained on, and where it fails</source>
        <translation>Womit das Modell trainiert wurde und wo es versagt</translation>
    </message>
    <message>
        <source>What was done on the cell that you look at</source>
        <translation>Was an der betrachteten Zelle getan wurde</translation>
    </message>
    <message>
        <source>Write a note on this cell</source>
        <translation>Eine Notiz zu dieser Zelle schreiben</translation>
    </message>
    <message>
        <source>Write the report, tables and masks</source>
        <translation>Bericht, Tabellen und Masken schreiben</translation>
    </message>
</context>
<context>
    <name>Adapt</name>
    <message>
        <source>&amp;Laboratory</source>
        <translation>&amp;Labor</translation>
    </message>
    <message>
        <source>A short name for the new weights</source>
        <translation>Ein kurzer Name für die neuen Gewichte</translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Adapt to this laboratory</source>
        <translation>An dieses Labor anpassen</translation>
    </message>
    <message>
        <source>Adapting…</source>
        <translation>Wird angepasst…</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>All, with 95 % interval</source>
        <translation>Alle, mit 95-%-Intervall</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Called rightly</source>
        <translation>Richtig zugeordnet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Counting the labelled cells…</source>
        <translation>Zugeordnete Zellen werden gezählt…</translation>
    </message>
    <message>
        <source>Cross-validated: each labelled cell was called by a layer that had not seen it. It is no test on other slides or days. For Research Use Only.</source>
        <translation>Kreuzvalidiert: Jede zugeordnete Zelle wurde von einer Schicht beurteilt, die sie nicht gesehen hatte. Das ist keine Prüfung an anderen Objektträgern oder Tagen. Nur für Forschungszwecke.</translation>
    </message>
    <message>
        <source>Flagged as unlike</source>
        <translation>Als unähnlich markiert</translation>
    </message>
    <message>
        <source>Keep the current one</source>
        <translation>Bisherige behalten</translation>
    </message>
    <message>
        <source>Labelled by people</source>
        <translation>Von Personen zugeordnet</translation>
    </message>
    <message>
        <source>Labelled cells by class</source>
        <translation>Zugeordnete Zellen nach Klasse</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>Left as it is: {warning}.</source>
        <translation>Bleibt, wie es ist: {warning}.</translation>
    </message>
    <message>
        <source>Left out: {file}: {reason} (and {n} more).</source>
        <translation>Ausgelassen: {file}: {reason} (und {n} weitere).</translation>
    </message>
    <message>
        <source>Left out: {file}: {reason}.</source>
        <translation>Ausgelassen: {file}: {reason}.</translation>
    </message>
    <message>
        <source>LeukView learns from the cells that people confirmed or relabelled in this computer&apos;s cases; what the model called is never learnt from. It makes new weights beside the present ones, for cells that look like yours; cells that look like the model&apos;s own training cells are called as before. Label some cells of every type you see: a type that nobody labelled may be called as one that somebody did. It takes a few minutes, and you can go back at any time.</source>
        <translation>LeukView lernt aus den Zellen, die Personen in den Fällen dieses Computers bestätigt oder anders zugeordnet haben; aus den Zuordnungen des Modells wird nie gelernt. Es erzeugt neben den bisherigen neue Gewichte für Zellen, die wie Ihre aussehen; Zellen, die wie die Trainingszellen des Modells aussehen, werden wie bisher zugeordnet. Ordnen Sie von jeder Art, die Sie sehen, einige Zellen zu: Eine Art, die niemand zugeordnet hat, kann sonst für eine gehalten werden, bei der es jemand tat. Es dauert einige Minuten, und Sie können jederzeit zurück.</translation>
    </message>
    <message>
        <source>The new weights are {id}. They are not in use yet.</source>
        <translation>Die neuen Gewichte sind {id}. Sie werden noch nicht verwendet.</translation>
    </message>
    <message>
        <source>There are too few labelled cells: it takes two classes with {needed} cells each, better {advised} of every class you see. Confirm or relabel more cells, then come back.</source>
        <translation>Es gibt zu wenige zugeordnete Zellen: Nötig sind zwei Klassen mit je {needed} Zellen, besser {advised} von jeder Klasse, die Sie sehen. Bestätigen Sie weitere Zellen oder ordnen Sie sie anders zu, und kommen Sie dann wieder.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>better {advised}</source>
        <translation>besser {advised}</translation>
    </message>
    <message>
        <source>too few, left as it is: {n} more</source>
        <translation>zu wenige, bleibt: {n} fehlen</translation>
    </message>
    <message>
        <source>{right} of {n}</source>
        <translation>{right} von {n}</translation>
    </message>
    <message>
        <source>{source}, {n:,} labelled cell.</source>
        <translation>{source}, {n:,} zugeordnete Zelle.</translation>
    </message>
    <message>
        <source>{source}, {n:,} labelled cells.</source>
        <translation>{source}, {n:,} zugeordnete Zellen.</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>Acknowledge the alert: {title}</source>
        <translation>Warnung zur Kenntnis nehmen: {title}</translation>
    </message>
    <message>
        <source>Acknowledge…</source>
        <translation>Zur Kenntnis…</translation>
    </message>
    <message>
        <source>Confirm: {confirm}</source>
        <translation>Bestätigen: {confirm}</translation>
    </message>
    <message>
        <source>I have seen this alert</source>
        <translation>Ich habe diese Warnung gesehen</translation>
    </message>
    <message>
        <source>Record your name, the time and the alert&apos;s inputs; the alert stays on show</source>
        <translation>Ihren Namen, die Zeit und die Werte der Warnung festhalten; die Warnung bleibt sichtbar</translation>
    </message>
    <message>
        <source>Recorded with the time and the alert&apos;s inputs · Escape goes back</source>
        <translation>Wird mit der Zeit und den Werten der Warnung festgehalten · Escape führt zurück</translation>
    </message>
    <message>
        <source>Say that you have seen this alert (Ctrl+Shift+K): type your name; the alert stays</source>
        <translation>Sagen, dass Sie diese Warnung gesehen haben (Ctrl+Shift+K): Namen eingeben; die Warnung bleibt</translation>
    </message>
    <message>
        <source>Type your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Urgent alerts</source>
        <translation>Dringende Warnungen</translation>
    </message>
    <message>
        <source>Urgent in {name}. {told}</source>
        <translation>Dringend in {name}. {told}</translation>
    </message>
    <message>
        <source>Urgent in {shown}: {title}</source>
        <translation>Dringend in {shown}: {title}</translation>
    </message>
    <message>
        <source>Urgent: {title}</source>
        <translation>Dringend: {title}</translation>
    </message>
    <message>
        <source>{hits} of {total} cells. Acknowledged by {by}, {when} UTC</source>
        <translation>{hits} von {total} Zellen. Zur Kenntnis genommen von {by}, {when} UTC</translation>
    </message>
</context>
<context>
    <name>Appearance</name>
    <message>
        <source>Another language</source>
        <translation>Andere Sprache</translation>
    </message>
    <message>
        <source>Another size</source>
        <translation>Andere Größe</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Everything is drawn at {percent} % when LeukView starts the next time. What you decided is saved.</source>
        <translation>Beim nächsten Start von LeukView wird alles mit {percent} % gezeichnet. Ihre Entscheidungen sind gespeichert.</translation>
    </message>
    <message>
        <source>Everything stays at {percent} %</source>
        <translation>Alles bleibt bei {percent} %</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Start again now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>The window speaks another language when LeukView starts the next time: {name}. Reports, tables and the audit trail stay English. What you decided is saved.</source>
        <translation>Beim nächsten Start von LeukView erscheint das Fenster in einer anderen Sprache: {name}. Berichte, Tabellen und Audit-Trail bleiben englisch. Ihre Entscheidungen sind gespeichert.</translation>
    </message>
    <message>
        <source>The window stays in this language: {name}</source>
        <translation>Das Fenster bleibt in dieser Sprache: {name}</translation>
    </message>
</context>
<context>
    <name>Background</name>
    <message>
        <source> · {more:,} waiting</source>
        <translation> · {more:,} warten</translation>
    </message>
    <message>
        <source>: {done:,} of {total:,}</source>
        <translation>: {done:,} von {total:,}</translation>
    </message>
    <message>
        <source>A case</source>
        <translation>Ein Fall</translation>
    </message>
    <message>
        <source>Analysing {done:,} of {total:,}</source>
        <translation>Analysiere {done:,} von {total:,}</translation>
    </message>
    <message>
        <source>Analysing {name}{done}{after}</source>
        <translation>Analysiere {name}{done}{after}</translation>
    </message>
    <message>
        <source>Analysing…</source>
        <translation>Wird analysiert…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>the last case</source>
        <translation>der letzte Fall</translation>
    </message>
    <message>
        <source>{n:,} case waiting</source>
        <translation>{n:,} Fall wartet</translation>
    </message>
    <message>
        <source>{n:,} cases waiting</source>
        <translation>{n:,} Fälle warten</translation>
    </message>
    <message>
        <source>{name} waits{after}</source>
        <translation>{name} wartet{after}</translation>
    </message>
    <message>
        <source>{name} was not analysed. {title}</source>
        <translation>{name} wurde nicht analysiert. {title}</translation>
    </message>
</context>
<context>
    <name>Basics</name>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>BoxEdits</name>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt:</translation>
    </message>
    <message>
        <source>Brought back</source>
        <translation>Zurückgeholt:</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht:</translation>
    </message>
    <message>
        <source>Merged {n:,} cells into</source>
        <translation>{n:,} Zellen zusammengeführt zu</translation>
    </message>
</context>
<context>
    <name>CaseDetails</name>
    <message>
        <source>As the laboratory: {count} white cells</source>
        <translation>Wie das Labor: {count} Leukozyten</translation>
    </message>
    <message>
        <source>Case details</source>
        <translation>Falldaten</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählziel</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>Objektträger</translation>
    </message>
    <message>
        <source>White cells to count in this case before signing. The progress, the list before signing and the report go by it.</source>
        <translation>Leukozyten, die in diesem Fall vor der Unterschrift zu zählen sind. Danach richten sich der Fortschritt, die Liste vor der Unterschrift und der Bericht.</translation>
    </message>
    <message>
        <source>{count} white cells, for this case</source>
        <translation>{count} Leukozyten, für diesen Fall</translation>
    </message>
</context>
<context>
    <name>CellPanel</name>
    <message>
        <source> · decided</source>
        <translation> · entschieden</translation>
    </message>
    <message>
        <source>, or press {key}</source>
        <translation>, oder {key} drücken</translation>
    </message>
    <message>
        <source>, out of its domain</source>
        <translation>, außerhalb seines Trainingsbereichs</translation>
    </message>
    <message>
        <source>100 %: one image pixel is one screen pixel</source>
        <translation>100 %: ein Bildpixel ist ein Bildschirmpixel</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>KI</translation>
    </message>
    <message>
        <source>Adjust picture</source>
        <translation>Bild anpassen</translation>
    </message>
    <message>
        <source>Analyse the cell first: there is nothing to explain yet.</source>
        <translation>Zuerst die Zelle analysieren: Es gibt noch nichts zu erklären.</translation>
    </message>
    <message>
        <source>Asking {maker_title}…</source>
        <translation>{maker_title} wird gefragt…</translation>
    </message>
    <message>
        <source>Brightness, contrast, gamma and white balance on screen; nothing is changed (Ctrl+U)</source>
        <translation>Helligkeit, Kontrast, Gamma und Weißabgleich auf dem Bildschirm; nichts wird verändert (Ctrl+U)</translation>
    </message>
    <message>
        <source>Cell image</source>
        <translation>Zellbild</translation>
    </message>
    <message>
        <source>Cell under review</source>
        <translation>Zelle in Prüfung</translation>
    </message>
    <message>
        <source>Cell {id}</source>
        <translation>Zelle {id}</translation>
    </message>
    <message>
        <source>Choose a cell in the gallery to see it here, with its contours, its heat map and the reasons for its class.</source>
        <translation>Wählen Sie in der Galerie eine Zelle, um sie hier zu sehen: mit Konturen, Heatmap und den Gründen für ihre Klasse.</translation>
    </message>
    <message>
        <source>Class probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Class that the heat map explains</source>
        <translation>Klasse, die die Heatmap erklärt</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet…</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>Konturen</translation>
    </message>
    <message>
        <source>Decided: {name}, by {by}</source>
        <translation>Entschieden: {name}, von {by}</translation>
    </message>
    <message>
        <source>Double-click a class, or press its key, to label this cell so</source>
        <translation>Doppelklick auf eine Klasse oder ihre Taste ordnet diese Zelle so zu</translation>
    </message>
    <message>
        <source>Edit mask</source>
        <translation>Maske bearbeiten</translation>
    </message>
    <message>
        <source>Edit mask: correct the outline of this cell with clicks or a box (Ctrl+4)</source>
        <translation>Maske bearbeiten: den Umriss dieser Zelle mit Klicks oder einem Rahmen korrigieren (Ctrl+4)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit the cell to the view (Ctrl+0)</source>
        <translation>Die Zelle in die Ansicht einpassen (Ctrl+0)</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heat map legend: low to high influence on the class, scaled per cell</source>
        <translation>Legende der Heatmap: geringer bis hoher Einfluss auf die Klasse, je Zelle skaliert</translation>
    </message>
    <message>
        <source>Heat map opacity</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Zuordnen</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Neighbours: what lies around the cell in its field, or comes beside it in file order (Ctrl+N)</source>
        <translation>Umgebung: was im Gesichtsfeld um die Zelle liegt oder in Dateireihenfolge neben ihr kommt (Ctrl+N)</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>Nächste Zelle</translation>
    </message>
    <message>
        <source>Next cell (Enter)</source>
        <translation>Nächste Zelle (Enter)</translation>
    </message>
    <message>
        <source>No cell chosen</source>
        <translation>Keine Zelle gewählt</translation>
    </message>
    <message>
        <source>No heat map by {pipeline}: {title}</source>
        <translation>Keine Heatmap von {pipeline}: {title}</translation>
    </message>
    <message>
        <source>No heat map: {title}</source>
        <translation>Keine Heatmap: {title}</translation>
    </message>
    <message>
        <source>Not counted, {words}. {key} or a label counts it.</source>
        <translation>Nicht gezählt, {words}. {key} oder eine Zuordnung zählt sie mit.</translation>
    </message>
    <message>
        <source>Note (Ctrl+M) · Enter saves it, Escape puts the old one back</source>
        <translation>Notiz (Ctrl+M) · Enter speichert sie, Escape stellt die alte wieder her</translation>
    </message>
    <message>
        <source>Note on this cell</source>
        <translation>Notiz zu dieser Zelle</translation>
    </message>
    <message>
        <source>One image pixel per screen pixel (Ctrl+9)</source>
        <translation>Ein Bildpixel je Bildschirmpixel (Ctrl+9)</translation>
    </message>
    <message>
        <source>One to one</source>
        <translation>Eins zu eins</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Out of domain: stain, scale or content differ from what this model was trained on.</source>
        <translation>Außerhalb des Trainingsbereichs: Färbung, Maßstab oder Inhalt weichen von dem ab, womit dieses Modell trainiert wurde.</translation>
    </message>
    <message>
        <source>Outline: {words}</source>
        <translation>Umriss: {words}</translation>
    </message>
    <message>
        <source>Outlined by the reader; ‘Edit mask’ goes back to the segmenter&apos;s outline.</source>
        <translation>Vom Befunder umrissen; „Maske bearbeiten“ führt zum Umriss der Segmentierung zurück.</translation>
    </message>
    <message>
        <source>Pipeline whose heat map is shown</source>
        <translation>Pipeline, deren Heatmap gezeigt wird</translation>
    </message>
    <message>
        <source>Previous cell</source>
        <translation>Vorige Zelle</translation>
    </message>
    <message>
        <source>Previous cell (Shift+Enter)</source>
        <translation>Vorige Zelle (Shift+Enter)</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Reader 1</source>
        <translation>Befunder 1</translation>
    </message>
    <message>
        <source>Reader 2</source>
        <translation>Befunder 2</translation>
    </message>
    <message>
        <source>Reader 2&apos;s note: {second_note}</source>
        <translation>Notiz von Befunder 2: {second_note}</translation>
    </message>
    <message>
        <source>Scaled per cell: not comparable between cells.</source>
        <translation>Je Zelle skaliert: zwischen Zellen nicht vergleichbar.</translation>
    </message>
    <message>
        <source>Show all {total}</source>
        <translation>Alle {total} zeigen</translation>
    </message>
    <message>
        <source>Show or hide the outlines of nucleus (yellow) and cytoplasm (green-blue) (Ctrl+1)</source>
        <translation>Die Umrisse von Kern (gelb) und Zytoplasma (grünblau) ein- oder ausblenden (Ctrl+1)</translation>
    </message>
    <message>
        <source>Show or hide what influenced the class, as a heat map (Ctrl+2)</source>
        <translation>Was die Klasse beeinflusst hat, als Heatmap ein- oder ausblenden (Ctrl+2)</translation>
    </message>
    <message>
        <source>Show the first {top}</source>
        <translation>Die ersten {top} zeigen</translation>
    </message>
    <message>
        <source>Shown at {percent:.0f} %</source>
        <translation>Gezeigt mit {percent:.0f} %</translation>
    </message>
    <message>
        <source>The note is not saved. {error}</source>
        <translation>Die Notiz ist nicht gespeichert. {error}</translation>
    </message>
    <message>
        <source>The outline in words: nucleus by its lobes and circularity, cytoplasm by the N:C ratio below</source>
        <translation>Der Umriss in Worten: Kern nach Segmenten und Rundheit, Zytoplasma nach dem N:C-Verhältnis unten</translation>
    </message>
    <message>
        <source>The pipeline that made the call</source>
        <translation>Die Pipeline, von der die Zuordnung stammt</translation>
    </message>
    <message>
        <source>There is no heat map by this pipeline.</source>
        <translation>Von dieser Pipeline gibt es keine Heatmap.</translation>
    </message>
    <message>
        <source>There is no heat map for this cell.</source>
        <translation>Für diese Zelle gibt es keine Heatmap.</translation>
    </message>
    <message>
        <source>This image cannot be read.</source>
        <translation>Dieses Bild kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Took the note off {id}</source>
        <translation>Notiz von {id} entfernt</translation>
    </message>
    <message>
        <source>What a person calls this cell; the pipeline never fills this in</source>
        <translation>Wie eine Person diese Zelle zuordnet; die Pipeline füllt dies nie aus</translation>
    </message>
    <message>
        <source>What the pipeline calls this cell, and how probable it holds that</source>
        <translation>Wie die Pipeline diese Zelle zuordnet und für wie wahrscheinlich sie das hält</translation>
    </message>
    <message>
        <source>Wheel, pinch or Ctrl with + and −: zoom · drag or Alt with arrows: move · double-click: fit</source>
        <translation>Mausrad, Zwei-Finger-Geste oder Strg mit + und −: Zoom · ziehen oder Alt mit Pfeilen: verschieben · Doppelklick: einpassen</translation>
    </message>
    <message>
        <source>Which class the heat map explains; the called class by default</source>
        <translation>Welche Klasse die Heatmap erklärt; ohne Wahl die zugeordnete</translation>
    </message>
    <message>
        <source>Whose heat map: the pipeline that made the call, or another one, asked for this cell only</source>
        <translation>Wessen Heatmap: die der Pipeline, von der die Zuordnung stammt, oder einer anderen, nur für diese Zelle gefragt</translation>
    </message>
    <message>
        <source>Wrote a note on {id}</source>
        <translation>Notiz zu {id} geschrieben</translation>
    </message>
    <message>
        <source>Your outline is not used yet: Ctrl+4 goes on.</source>
        <translation>Ihr Umriss wird noch nicht verwendet: Ctrl+4 führt fort.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>by</source>
        <translation>von</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>doubt {doubt:.2f}</source>
        <translation>Zweifel {doubt:.2f}</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>high influence</source>
        <translation>hoher Einfluss</translation>
    </message>
    <message>
        <source>low</source>
        <translation>gering</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>nicht analysiert</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>out of domain</source>
        <translation>außerhalb Training</translation>
    </message>
    <message>
        <source>relabelled</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>{maker_title} says {name} {probability:.2f}</source>
        <translation>{maker_title} sagt {name} {probability:.2f}</translation>
    </message>
    <message>
        <source>{name}: probability {value:.4f}
Double-click to label this cell so{key}</source>
        <translation>{name}: Wahrscheinlichkeit {value:.4f}
Doppelklick ordnet diese Zelle so zu{key}</translation>
    </message>
    <message>
        <source>{said}{far}; the case&apos;s call stays.</source>
        <translation>{said}{far}; die Zuordnung des Falls bleibt.</translation>
    </message>
    <message>
        <source>{words}
Click: go to this cell</source>
        <translation>{words}
Klick: zu dieser Zelle gehen</translation>
    </message>
</context>
<context>
    <name>ClassGrid</name>
    <message>
        <source>
Unlike its class: </source>
        <translation>
Ihrer Klasse unähnlich: </translation>
    </message>
    <message>
        <source> · {moved:,} given another class</source>
        <translation> · {moved:,} anders zugeordnet</translation>
    </message>
    <message>
        <source>All cells of one class, the odd ones first</source>
        <translation>Alle Zellen einer Klasse, die auffälligen zuerst</translation>
    </message>
    <message>
        <source>Confirm the rest</source>
        <translation>Rest bestätigen</translation>
    </message>
    <message>
        <source>Larger tiles</source>
        <translation>Größere Kacheln</translation>
    </message>
    <message>
        <source>Larger tiles (Ctrl+wheel)</source>
        <translation>Größere Kacheln (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>Next class</source>
        <translation>Nächste Klasse</translation>
    </message>
    <message>
        <source>Previous class</source>
        <translation>Vorige Klasse</translation>
    </message>
    <message>
        <source>Smaller tiles</source>
        <translation>Kleinere Kacheln</translation>
    </message>
    <message>
        <source>Smaller tiles (Ctrl+wheel)</source>
        <translation>Kleinere Kacheln (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>{n:,} cell · {odd:,} odd · {reviewed:,} reviewed</source>
        <translation>{n:,} Zelle · {odd:,} auffällig · {reviewed:,} geprüft</translation>
    </message>
    <message>
        <source>{n:,} cells · {odd:,} odd · {reviewed:,} reviewed</source>
        <translation>{n:,} Zellen · {odd:,} auffällig · {reviewed:,} geprüft</translation>
    </message>
</context>
<context>
    <name>ClassName</name>
    <message>
        <source>Abnormal promyelocyte</source>
        <translation>Abnormer Promyelozyt</translation>
    </message>
    <message>
        <source>Artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Band neutrophil</source>
        <translation>Stabkerniger</translation>
    </message>
    <message>
        <source>Basophil</source>
        <translation>Basophiler</translation>
    </message>
    <message>
        <source>Blast</source>
        <translation>Blast</translation>
    </message>
    <message>
        <source>Eosinophil</source>
        <translation>Eosinophiler</translation>
    </message>
    <message>
        <source>Erythroblast (NRBC)</source>
        <translation>Erythroblast (NRBC)</translation>
    </message>
    <message>
        <source>Giant platelet</source>
        <translation>Riesenthrombozyt</translation>
    </message>
    <message>
        <source>Hairy cell</source>
        <translation>Haarzelle</translation>
    </message>
    <message>
        <source>Lymphoblast</source>
        <translation>Lymphoblast</translation>
    </message>
    <message>
        <source>Lymphocyte</source>
        <translation>Lymphozyt</translation>
    </message>
    <message>
        <source>Malignant cell</source>
        <translation>Maligne Zelle</translation>
    </message>
    <message>
        <source>Metamyelocyte</source>
        <translation>Metamyelozyt</translation>
    </message>
    <message>
        <source>Monoblast</source>
        <translation>Monoblast</translation>
    </message>
    <message>
        <source>Monocyte</source>
        <translation>Monozyt</translation>
    </message>
    <message>
        <source>Myeloblast</source>
        <translation>Myeloblast</translation>
    </message>
    <message>
        <source>Myelocyte</source>
        <translation>Myelozyt</translation>
    </message>
    <message>
        <source>Neutrophil (band or segmented)</source>
        <translation>Neutrophiler (stab- oder segmentkernig)</translation>
    </message>
    <message>
        <source>Plasma cell</source>
        <translation>Plasmazelle</translation>
    </message>
    <message>
        <source>Platelet</source>
        <translation>Thrombozyt</translation>
    </message>
    <message>
        <source>Platelet clump</source>
        <translation>Thrombozytenaggregat</translation>
    </message>
    <message>
        <source>Promonocyte</source>
        <translation>Promonozyt</translation>
    </message>
    <message>
        <source>Promyelocyte</source>
        <translation>Promyelozyt</translation>
    </message>
    <message>
        <source>Segmented neutrophil</source>
        <translation>Segmentkerniger</translation>
    </message>
    <message>
        <source>Smudge cell</source>
        <translation>Kernschatten</translation>
    </message>
    <message>
        <source>Unidentified</source>
        <translation>Nicht identifiziert</translation>
    </message>
    <message>
        <source>Variant lymphocyte</source>
        <translation>Lymphozyt, variante Form</translation>
    </message>
    <message>
        <source>White cell, type not told apart</source>
        <translation>Leukozyt, Art nicht unterschieden</translation>
    </message>
</context>
<context>
    <name>ClassShort</name>
    <message>
        <source>Abn promyelo</source>
        <translation>Abn. Promyelo</translation>
    </message>
    <message>
        <source>Artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Stab</translation>
    </message>
    <message>
        <source>Baso</source>
        <translation>Baso</translation>
    </message>
    <message>
        <source>Blast</source>
        <translation>Blast</translation>
    </message>
    <message>
        <source>Eos</source>
        <translation>Eos</translation>
    </message>
    <message>
        <source>Giant plt</source>
        <translation>Riesenthr.</translation>
    </message>
    <message>
        <source>Hairy</source>
        <translation>Haarz.</translation>
    </message>
    <message>
        <source>Lymph</source>
        <translation>Lympho</translation>
    </message>
    <message>
        <source>Lymphoblast</source>
        <translation>Lymphoblast</translation>
    </message>
    <message>
        <source>Malignant</source>
        <translation>Maligne</translation>
    </message>
    <message>
        <source>Metamyelo</source>
        <translation>Metamyelo</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Mono</translation>
    </message>
    <message>
        <source>Monoblast</source>
        <translation>Monoblast</translation>
    </message>
    <message>
        <source>Myelo</source>
        <translation>Myelo</translation>
    </message>
    <message>
        <source>Myeloblast</source>
        <translation>Myeloblast</translation>
    </message>
    <message>
        <source>NRBC</source>
        <translation>NRBC</translation>
    </message>
    <message>
        <source>Neut</source>
        <translation>Neutro</translation>
    </message>
    <message>
        <source>Other WBC</source>
        <translation>And. Leuko</translation>
    </message>
    <message>
        <source>Plasma</source>
        <translation>Plasma</translation>
    </message>
    <message>
        <source>Platelet</source>
        <translation>Thrombo</translation>
    </message>
    <message>
        <source>Plt clump</source>
        <translation>Thr.-Aggr.</translation>
    </message>
    <message>
        <source>Promono</source>
        <translation>Promono</translation>
    </message>
    <message>
        <source>Promyelo</source>
        <translation>Promyelo</translation>
    </message>
    <message>
        <source>Seg</source>
        <translation>Segmentk.</translation>
    </message>
    <message>
        <source>Smudge</source>
        <translation>Kernsch.</translation>
    </message>
    <message>
        <source>Unident</source>
        <translation>Unident.</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
</context>
<context>
    <name>Combined</name>
    <message>
        <source>200 or more</source>
        <translation>200 oder mehr</translation>
    </message>
    <message>
        <source>400 or more: as a reference count</source>
        <translation>400 oder mehr: wie eine Referenzzählung</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95 % von</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>95 % to</source>
        <translation>95 % bis</translation>
    </message>
    <message>
        <source>All %</source>
        <translation>Alle %</translation>
    </message>
    <message>
        <source>All n</source>
        <translation>Alle n</translation>
    </message>
    <message>
        <source>All slides</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Combined differential</source>
        <translation>Gemeinsames Differenzialblutbild</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>Copy the table as text that a spreadsheet takes</source>
        <translation>Die Tabelle als Text kopieren, den eine Tabellenkalkulation annimmt; auf Englisch</translation>
    </message>
    <message>
        <source>For Research Use Only. Not for use in diagnostic procedures.</source>
        <translation>Nur für Forschungszwecke. Nicht für diagnostische Verfahren.</translation>
    </message>
    <message>
        <source>Nucleated red cells: {nrbc:.1f} per 100 white cells, all slides</source>
        <translation>Kernhaltige rote Zellen: {nrbc:.1f} je 100 Leukozyten, alle Objektträger</translation>
    </message>
    <message>
        <source>Patient {patient}</source>
        <translation>Patient {patient}</translation>
    </message>
    <message>
        <source>Patient {patient}: {n} slides combined</source>
        <translation>Patient {patient}: {n} Objektträger zusammengefasst</translation>
    </message>
    <message>
        <source>Slide {slide}</source>
        <translation>Objektträger {slide}</translation>
    </message>
    <message>
        <source>White cells counted</source>
        <translation>Gezählte Leukozyten</translation>
    </message>
    <message>
        <source>fewer than 100: insufficient</source>
        <translation>weniger als 100: nicht ausreichend</translation>
    </message>
    <message>
        <source>fewer than the 200 that are advised</source>
        <translation>weniger als die empfohlenen 200</translation>
    </message>
    <message>
        <source>{reviewed:,} of {n:,} cell reviewed</source>
        <translation>{reviewed:,} von {n:,} Zelle geprüft</translation>
    </message>
    <message>
        <source>{reviewed:,} of {n:,} cells reviewed</source>
        <translation>{reviewed:,} von {n:,} Zellen geprüft</translation>
    </message>
    <message>
        <source>{total:,} white cells counted on {slides} slides ({adequacy}). The reader&apos;s label where there is one, else the AI&apos;s. This is a view: each label stays with its slide.</source>
        <translation>{total:,} Leukozyten auf {slides} Objektträgern gezählt ({adequacy}). Die Zuordnung des Befunders, wo es eine gibt, sonst die der KI. Dies ist eine Ansicht: Jede Zuordnung bleibt bei ihrem Objektträger.</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>AI</source>
        <translation>KI</translation>
    </message>
    <message>
        <source>Cells side by side</source>
        <translation>Zellen nebeneinander</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Larger, all alike (wheel)</source>
        <translation>Größer, alle gleich (Mausrad)</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Smaller, all alike (wheel)</source>
        <translation>Kleiner, alle gleich (Mausrad)</translation>
    </message>
    <message>
        <source>This image cannot be read.</source>
        <translation>Dieses Bild kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>What a person calls this cell; the pipeline never fills this in</source>
        <translation>Wie eine Person diese Zelle zuordnet; die Pipeline füllt dies nie aus</translation>
    </message>
    <message>
        <source>What the pipeline calls this cell, and how probable it holds that</source>
        <translation>Wie die Pipeline diese Zelle zuordnet und für wie wahrscheinlich sie das hält</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>nicht analysiert</translation>
    </message>
    <message>
        <source>one scale</source>
        <translation>gleicher Maßstab</translation>
    </message>
    <message>
        <source>{n} cells · {reviewed} reviewed · keys label the framed one</source>
        <translation>{n} Zellen · {reviewed} geprüft · Tasten ordnen die umrahmte zu</translation>
    </message>
    <message>
        <source>Ø {diameter} · N:C {nc} · nucleus {nucleus} · lobes {lobes} · circularity {circularity}</source>
        <translation>Ø {diameter} · N:C {nc} · Kern {nucleus} · Segmente {lobes} · Rundheit {circularity}</translation>
    </message>
</context>
<context>
    <name>Confirming</name>
    <message>
        <source>All of them need you first: {reasons}. Look at them one by one, or confirm them unseen.</source>
        <translation>Alle davon brauchen zuerst Ihre Prüfung: {reasons}. Sehen Sie sie einzeln an, oder bestätigen Sie sie ungesehen.</translation>
    </message>
    <message>
        <source>Also those that need you; one step, and one undo takes it back</source>
        <translation>Auch jene, die Ihre Prüfung brauchen; ein Schritt, einmal „Rückgängig“ nimmt ihn zurück</translation>
    </message>
    <message>
        <source>Confirm all {n:,}</source>
        <translation>Alle {n:,} bestätigen</translation>
    </message>
    <message>
        <source>Confirm the other one</source>
        <translation>Die andere bestätigen</translation>
    </message>
    <message>
        <source>Confirm the rest of this class</source>
        <translation>Rest dieser Klasse bestätigen</translation>
    </message>
    <message>
        <source>Confirm the {n:,} that do not need you</source>
        <translation>Die {n:,} bestätigen, die Ihre Prüfung nicht brauchen</translation>
    </message>
    <message>
        <source>Every cell of {name} in sight is reviewed.</source>
        <translation>Alle sichtbaren Zellen der Klasse {name} sind geprüft.</translation>
    </message>
    <message>
        <source>It needs you first: {reasons}. Look at them one by one, or confirm them unseen.</source>
        <translation>Sie braucht zuerst Ihre Prüfung: {reasons}. Sehen Sie sie an, oder bestätigen Sie sie ungesehen.</translation>
    </message>
    <message>
        <source>The others stay in ‘Needs you’</source>
        <translation>Die übrigen bleiben unter „Zu prüfen“</translation>
    </message>
    <message>
        <source>{n:,} cell of {name} is not reviewed yet.</source>
        <translation>{n:,} Zelle der Klasse {name} ist noch nicht geprüft.</translation>
    </message>
    <message>
        <source>{n:,} cells of {name} are not reviewed yet.</source>
        <translation>{n:,} Zellen der Klasse {name} sind noch nicht geprüft.</translation>
    </message>
    <message>
        <source>{needing:,} of them need you first: {reasons}. Look at them one by one, or confirm them unseen.</source>
        <translation>{needing:,} davon brauchen zuerst Ihre Prüfung: {reasons}. Sehen Sie sie einzeln an, oder bestätigen Sie sie ungesehen.</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Analysis stopped. What is done is kept; ‘Analyse again’ or reopening goes on.</source>
        <translation>Analyse angehalten. Was fertig ist, bleibt erhalten; „Erneut analysieren“ oder erneutes Öffnen führt fort.</translation>
    </message>
    <message>
        <source>Changed the case&apos;s details</source>
        <translation>Falldaten geändert</translation>
    </message>
    <message>
        <source>Cleared the label of {what}</source>
        <translation>Zuordnung entfernt: {what}</translation>
    </message>
    <message>
        <source>Confirmed {what}</source>
        <translation>Bestätigt: {what}</translation>
    </message>
    <message>
        <source>Counted {what}</source>
        <translation>Mitgezählt: {what}</translation>
    </message>
    <message>
        <source>Done again</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Every cell of this case is reviewed.</source>
        <translation>Jede Zelle dieses Falls ist geprüft.</translation>
    </message>
    <message>
        <source>Labelled {what} as {name}</source>
        <translation>{what} als {name} zugeordnet</translation>
    </message>
    <message>
        <source>Not done: the last step is still being stored. Press again in a moment.</source>
        <translation>Nicht ausgeführt: Der letzte Schritt wird noch gespeichert. Drücken Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>Not done: you pressed a key while the readers changed. Look, and press again.</source>
        <translation>Nicht ausgeführt: Sie haben eine Taste gedrückt, während die Befunder wechselten. Sehen Sie nach und drücken Sie noch einmal.</translation>
    </message>
    <message>
        <source>Opening {what}…</source>
        <translation>{what} wird geöffnet…</translation>
    </message>
    <message>
        <source>Outlined {cell_id}</source>
        <translation>{cell_id} umrissen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>„Wiederholen“</translation>
    </message>
    <message>
        <source>Set the target</source>
        <translation>Zählziel festgelegt</translation>
    </message>
    <message>
        <source>Storing: {words}…</source>
        <translation>Wird gespeichert: {words}…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>„Rückgängig“</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>Went back to the segmenter&apos;s outline of {cell_id}</source>
        <translation>Zum Umriss der Segmentierung von {cell_id} zurückgekehrt</translation>
    </message>
    <message>
        <source>the case</source>
        <translation>Der Fall</translation>
    </message>
    <message>
        <source>the sample case</source>
        <translation>Der Beispielfall</translation>
    </message>
    <message>
        <source>who reads this case</source>
        <translation>wer diesen Fall befundet</translation>
    </message>
    <message>
        <source>{done:,} of {total:,}</source>
        <translation>{done:,} von {total:,}</translation>
    </message>
    <message>
        <source>{n:,} cells</source>
        <translation>{n:,} Zellen</translation>
    </message>
    <message>
        <source>{verb}: {text}. {back} goes all the way back.</source>
        <translation>{verb}: {text}. {back} führt ganz zurück.</translation>
    </message>
</context>
<context>
    <name>DecisionTree</name>
    <message>
        <source>Beside the tree</source>
        <translation>Neben dem Baum</translation>
    </message>
    <message>
        <source>Decision path</source>
        <translation>Entscheidungsweg</translation>
    </message>
    <message>
        <source>Decision path: {path}</source>
        <translation>Entscheidungsweg: {path}</translation>
    </message>
    <message>
        <source>Decision tree</source>
        <translation>Entscheidungsbaum</translation>
    </message>
    <message>
        <source>Each stage answers given the one above it; a figure is the product of the answers from the top down to its node.
Double-click a class above to label this cell: the tree is the pipeline&apos;s alone.</source>
        <translation>Jede Stufe antwortet unter der Annahme, dass die darüber zutrifft; eine Zahl ist das Produkt der Antworten von oben bis zu ihrem Knoten.
Doppelklick auf eine Klasse oben ordnet diese Zelle zu: Der Baum ist allein Sache der Pipeline.</translation>
    </message>
    <message>
        <source>What a head of its own says of a cell of this kind; it changes no call</source>
        <translation>Was ein eigener Netzkopf über eine Zelle dieser Art sagt; er ändert keine Zuordnung</translation>
    </message>
    <message>
        <source>on the path</source>
        <translation>auf dem Weg</translation>
    </message>
    <message>
        <source>the answer</source>
        <translation>die Antwort</translation>
    </message>
    <message>
        <source>{name} {probability:.2f} among {names}</source>
        <translation>{name} {probability:.2f} unter {names}</translation>
    </message>
</context>
<context>
    <name>Differential</name>
    <message>
        <source>
AI {percent} %</source>
        <translation>
KI {percent} %</translation>
    </message>
    <message>
        <source>
Click to see its cells</source>
        <translation>
Klicken, um ihre Zellen zu sehen</translation>
    </message>
    <message>
        <source>
Reference range {range} %</source>
        <translation>
Referenzbereich {range} %</translation>
    </message>
    <message>
        <source> (AI {n})</source>
        <translation> (KI {n})</translation>
    </message>
    <message>
        <source> = {nrbc_per_100:.1f} per 100 WBC</source>
        <translation> = {nrbc_per_100:.1f}/100 WBC</translation>
    </message>
    <message>
        <source> · NRBC {nrbc_per_100_wbc:.1f} per 100 WBC</source>
        <translation> · NRBC {nrbc_per_100_wbc:.1f}/100 WBC</translation>
    </message>
    <message>
        <source>, 95 % interval {ci_low:.1f}–{ci_high:.1f}</source>
        <translation>, 95-%-Intervall {ci_low:.1f}–{ci_high:.1f}</translation>
    </message>
    <message>
        <source>: above it</source>
        <translation>: darüber</translation>
    </message>
    <message>
        <source>: below it</source>
        <translation>: darunter</translation>
    </message>
    <message>
        <source>AI %</source>
        <translation>KI %</translation>
    </message>
    <message>
        <source>Cells of this class in the final count</source>
        <translation>Zellen dieser Klasse in der endgültigen Zählung</translation>
    </message>
    <message>
        <source>Chart of the final differential with 95 % intervals and reference ranges</source>
        <translation>Diagramm des endgültigen Differenzialblutbilds mit 95-%-Intervallen und Referenzbereichen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Classes the pipeline knows, of which there is no cell</source>
        <translation>Klassen, die die Pipeline kennt und von denen es keine Zelle gibt</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Differenzial</translation>
    </message>
    <message>
        <source>Differential of counted white cells</source>
        <translation>Differenzialblutbild der gezählten Leukozyten</translation>
    </message>
    <message>
        <source>Exact (Clopper–Pearson) 95 % interval of the final percentage</source>
        <translation>Exaktes 95-%-Intervall (Clopper–Pearson) des endgültigen Prozentwerts</translation>
    </message>
    <message>
        <source>Final %</source>
        <translation>Final %</translation>
    </message>
    <message>
        <source>Hide classes without cells</source>
        <translation>Klassen ohne Zellen ausblenden</translation>
    </message>
    <message>
        <source>No cell counted yet</source>
        <translation>Noch keine Zelle gezählt</translation>
    </message>
    <message>
        <source>Not called</source>
        <translation>Nicht zugeordnet</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Ungezählt</translation>
    </message>
    <message>
        <source>Not counted: {excluded:,}</source>
        <translation>Ungezählt: {excluded:,}</translation>
    </message>
    <message>
        <source>Not counted: {excluded:,}{nrbc} ↓</source>
        <translation>Ungezählt: {excluded:,}{nrbc} ↓</translation>
    </message>
    <message>
        <source>Outside the white-cell count · click to scroll there
{rows}</source>
        <translation>Außerhalb der Leukozytenzählung · klicken, um dorthin zu rollen
{rows}</translation>
    </message>
    <message>
        <source>Outside the white-cell count · click to see its cells</source>
        <translation>Außerhalb der Leukozytenzählung · klicken, um ihre Zellen zu sehen</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Ref.</translation>
    </message>
    <message>
        <source>Reader 1</source>
        <translation>Befunder 1</translation>
    </message>
    <message>
        <source>Reader 1&apos;s labels alone, in per cent of the white cells that reader labelled</source>
        <translation>Nur die Zuordnungen von Befunder 1, in Prozent der von diesem zugeordneten Leukozyten</translation>
    </message>
    <message>
        <source>Reader 2</source>
        <translation>Befunder 2</translation>
    </message>
    <message>
        <source>Reader 2&apos;s labels alone, in per cent of the white cells that reader labelled</source>
        <translation>Nur die Zuordnungen von Befunder 2, in Prozent der von diesem zugeordneten Leukozyten</translation>
    </message>
    <message>
        <source>Reference range, per cent; ▲ above, ▼ below</source>
        <translation>Referenzbereich in Prozent; ▲ darüber, ▼ darunter</translation>
    </message>
    <message>
        <source>Show all, {hidden} more</source>
        <translation>Alle zeigen, {hidden} weitere</translation>
    </message>
    <message>
        <source>The differential appears here, with AI and reader side by side, as cells are analysed.</source>
        <translation>Hier erscheint das Differenzialblutbild, KI und Befunder nebeneinander, während Zellen analysiert werden.</translation>
    </message>
    <message>
        <source>The readers&apos; label where there is one, else the pipeline&apos;s, in per cent of white cells</source>
        <translation>Die Zuordnung der Befunder, wo es eine gibt, sonst die der Pipeline, in Prozent der Leukozyten</translation>
    </message>
    <message>
        <source>Under 100 white cells: insufficient · 200: advisory · 400: reference-equivalent (CLSI H20)</source>
        <translation>Unter 100 Leukozyten: nicht ausreichend · 200: orientierend · 400: referenzäquivalent (CLSI H20)</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>What changed from the AI&apos;s classes to the final ones</source>
        <translation>Was sich von den Klassen der KI zu den endgültigen geändert hat</translation>
    </message>
    <message>
        <source>What changed, AI to final: {n:,} cell</source>
        <translation>Geändert, KI zu final: {n:,} Zelle</translation>
    </message>
    <message>
        <source>What changed, AI to final: {n:,} cells</source>
        <translation>Geändert, KI zu final: {n:,} Zellen</translation>
    </message>
    <message>
        <source>What the pipeline alone would report, in per cent of white cells</source>
        <translation>Was die Pipeline allein berichten würde, in Prozent der Leukozyten</translation>
    </message>
    <message>
        <source>advisory count reached</source>
        <translation>Orientierungszahl erreicht</translation>
    </message>
    <message>
        <source>and {cells:,} cells in {n} other moves</source>
        <translation>und {cells:,} Zellen in {n} anderen Wechseln</translation>
    </message>
    <message>
        <source>below advisory count</source>
        <translation>unter der Orientierungszahl</translation>
    </message>
    <message>
        <source>insufficient</source>
        <translation>nicht ausreichend</translation>
    </message>
    <message>
        <source>n = {total} of {goal}: {adequacy}</source>
        <translation>n = {total} von {goal}: {adequacy}</translation>
    </message>
    <message>
        <source>n = {total}, target {goal} reached: {adequacy}</source>
        <translation>n = {total}, Ziel {goal} erreicht: {adequacy}</translation>
    </message>
    <message>
        <source>n = {total}: reference-equivalent count</source>
        <translation>n = {total}: referenzäquivalente Zählung</translation>
    </message>
    <message>
        <source>reference-equivalent count</source>
        <translation>referenzäquivalente Zählung</translation>
    </message>
    <message>
        <source>reviewed {reviewed} of {total}</source>
        <translation>{reviewed}/{total} geprüft</translation>
    </message>
    <message>
        <source>{moved} cell, from the AI&apos;s class to the final one</source>
        <translation>{moved} Zelle, von der Klasse der KI zur endgültigen</translation>
    </message>
    <message>
        <source>{moved} cells, from the AI&apos;s class to the final one</source>
        <translation>{moved} Zellen, von der Klasse der KI zur endgültigen</translation>
    </message>
    <message>
        <source>{name}: {n} of {total}, {percent} %, 95 % interval {interval}</source>
        <translation>{name}: {n} von {total}, {percent} %, 95-%-Intervall {interval}</translation>
    </message>
    <message>
        <source>{total} white cells counted of {target}</source>
        <translation>{total} Leukozyten von {target} gezählt</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>An analyser&apos;s export of single cells or a camera&apos;s smear fields: JPEG, PNG, BMP, TIFF or WebP, in folders within folders if need be. Nothing leaves this computer.</source>
        <translation>Einzelzellbilder eines Analysegeräts oder Gesichtsfelder einer Kamera: JPEG, PNG, BMP, TIFF oder WebP, auch in Unterordnern. Nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Drop a folder of cell images here, or open the sample case.</source>
        <translation>Ziehen Sie einen Ordner mit Zellbildern hierher, oder öffnen Sie den Beispielfall.</translation>
    </message>
    <message>
        <source>New here? Take the tour: two minutes, on the sample case</source>
        <translation>Neu hier? Machen Sie den Rundgang: zwei Minuten, am Beispielfall</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open the sample case</source>
        <translation>Beispielfall öffnen</translation>
    </message>
    <message>
        <source>Pipeline: {title}. Change…</source>
        <translation>Pipeline: {title}. Ändern…</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source> Not every image has been analysed yet.</source>
        <translation> Noch ist nicht jedes Bild analysiert.</translation>
    </message>
    <message>
        <source> The others are counted by the AI&apos;s class, and every output says so.</source>
        <translation> Die übrigen zählen nach der Klasse der KI, und jede Ausgabe sagt das.</translation>
    </message>
    <message>
        <source>&amp;Case</source>
        <translation>&amp;Fall</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Laboratory</source>
        <translation>&amp;Labor</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Patient</translation>
    </message>
    <message>
        <source>&amp;Reader</source>
        <translation>&amp;Befunder</translation>
    </message>
    <message>
        <source>&amp;Slide</source>
        <translation>Ob&amp;jektträger</translation>
    </message>
    <message>
        <source>255 nucleus, 128 cytoplasm, 0 elsewhere</source>
        <translation>255 Kern, 128 Zytoplasma, 0 sonst</translation>
    </message>
    <message>
        <source>A heat map of every cell (PNG)</source>
        <translation>Eine Heatmap jeder Zelle (PNG)</translation>
    </message>
    <message>
        <source>A mask of every cell (PNG)</source>
        <translation>Eine Maske jeder Zelle (PNG)</translation>
    </message>
    <message>
        <source>As it shall stand on the report</source>
        <translation>Wie es im Bericht stehen soll</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cells, probabilities and differential, for a spreadsheet</source>
        <translation>Zellen, Wahrscheinlichkeiten und Differenzialblutbild, für eine Tabellenkalkulation, auf Englisch</translation>
    </message>
    <message>
        <source>Choose the folder to write into</source>
        <translation>Den Zielordner wählen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close without exporting, or stop the export (Escape)</source>
        <translation>Ohne Export schließen oder den Export anhalten (Escape)</translation>
    </message>
    <message>
        <source>Counts, suggestion and provenance, for other software</source>
        <translation>Zählungen, Hinweis und Herkunft, für andere Software, auf Englisch</translation>
    </message>
    <message>
        <source>Differential, chart, flagged cells, suggestion and provenance, to print or sign</source>
        <translation>Differenzialblutbild, Diagramm, markierte Zellen, Hinweis und Herkunft, zum Drucken oder Unterschreiben, auf Englisch</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Files written</source>
        <translation>Geschriebene Dateien</translation>
    </message>
    <message>
        <source>Folder to write into</source>
        <translation>Zielordner</translation>
    </message>
    <message>
        <source>For the report&apos;s head</source>
        <translation>Für den Kopf des Berichts</translation>
    </message>
    <message>
        <source>Heat maps of flagged cells in the report</source>
        <translation>Heatmaps markierter Zellen (PDF)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Replaces {files} in this folder.</source>
        <translation>Ersetzt {files} in diesem Ordner.</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>Bericht (PDF)</translation>
    </message>
    <message>
        <source>Show the files in the system&apos;s file manager</source>
        <translation>Die Dateien im Dateimanager des Systems zeigen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stopped. The files written before are whole; nothing half-written was left.</source>
        <translation>Angehalten. Die zuvor geschriebenen Dateien sind vollständig; nichts Halbfertiges blieb zurück.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Summary (JSON)</source>
        <translation>Zusammenfassung (JSON)</translation>
    </message>
    <message>
        <source>Tables (CSV)</source>
        <translation>Tabellen (CSV)</translation>
    </message>
    <message>
        <source>Takes up to a tenth of a second for each cell</source>
        <translation>Dauert bis zu einer Zehntelsekunde je Zelle</translation>
    </message>
    <message>
        <source>The case&apos;s name</source>
        <translation>Der Name des Falls</translation>
    </message>
    <message>
        <source>What influenced the network, beside each cell</source>
        <translation>Was das Netz beeinflusst hat, neben jeder Zelle</translation>
    </message>
    <message>
        <source>Where the files are written</source>
        <translation>Wohin die Dateien geschrieben werden</translation>
    </message>
    <message>
        <source>Who reviewed the case, for the report and its provenance</source>
        <translation>Wer den Fall geprüft hat, für den Bericht und seine Herkunft</translation>
    </message>
    <message>
        <source>Write the files (Enter)</source>
        <translation>Die Dateien schreiben (Enter)</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
    <message>
        <source>{count} written to {folder}</source>
        <translation>{count} geschrieben nach {folder}</translation>
    </message>
    <message>
        <source>{n:,} files</source>
        <translation>{n:,} Dateien</translation>
    </message>
    <message>
        <source>{n} file</source>
        <translation>{n} Datei</translation>
    </message>
    <message>
        <source>{reviewed} of {n} cells are reviewed.</source>
        <translation>{reviewed} von {n} Zellen sind geprüft.</translation>
    </message>
    <message>
        <source>{what} ({done} of {total})</source>
        <translation>{what} ({done} von {total})</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Accept it, or mend it</source>
        <translation>Nehmen Sie es hin oder beheben Sie es</translation>
    </message>
    <message>
        <source>Amendment</source>
        <translation>Nachtrag</translation>
    </message>
    <message>
        <source>Analyse the case first</source>
        <translation>Analysieren Sie zuerst den Fall</translation>
    </message>
    <message>
        <source>Ask for permission to read it</source>
        <translation>Bitten Sie um Leserechte</translation>
    </message>
    <message>
        <source>Both readers are done</source>
        <translation>Beide Befunder sind fertig</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Change it as it is</source>
        <translation>Ändern Sie ihn, wie er ist</translation>
    </message>
    <message>
        <source>Check its permissions</source>
        <translation>Prüfen Sie seine Zugriffsrechte</translation>
    </message>
    <message>
        <source>Check that its drive is connected</source>
        <translation>Prüfen Sie, ob sein Laufwerk verbunden ist</translation>
    </message>
    <message>
        <source>Check that its folder is connected</source>
        <translation>Prüfen Sie, ob ihr Ordner verbunden ist</translation>
    </message>
    <message>
        <source>Check the file</source>
        <translation>Prüfen Sie die Datei</translation>
    </message>
    <message>
        <source>Check the file and its drive</source>
        <translation>Prüfen Sie die Datei und ihr Laufwerk</translation>
    </message>
    <message>
        <source>Check the images named above</source>
        <translation>Prüfen Sie die oben genannten Bilder</translation>
    </message>
    <message>
        <source>Choose a file that LeukView exported</source>
        <translation>Wählen Sie eine Datei, die LeukView exportiert hat</translation>
    </message>
    <message>
        <source>Choose a folder of images</source>
        <translation>Wählen Sie einen Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Choose a folder with JPEG, PNG, BMP, TIFF or WebP images</source>
        <translation>Wählen Sie einen Ordner mit JPEG-, PNG-, BMP-, TIFF- oder WebP-Bildern</translation>
    </message>
    <message>
        <source>Choose a new folder</source>
        <translation>Wählen Sie einen neuen Ordner</translation>
    </message>
    <message>
        <source>Choose a recipe file (.toml)</source>
        <translation>Wählen Sie eine Rezeptdatei (.toml)</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>Treffen Sie eine andere Wahl</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>Wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Wählen Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>Choose cells of one field</source>
        <translation>Wählen Sie Zellen eines einzigen Gesichtsfelds</translation>
    </message>
    <message>
        <source>Choose each slide once</source>
        <translation>Wählen Sie jeden Objektträger einmal</translation>
    </message>
    <message>
        <source>Choose one of: {names}</source>
        <translation>Zur Wahl stehen: {names}</translation>
    </message>
    <message>
        <source>Choose one patient&apos;s slides</source>
        <translation>Wählen Sie Objektträger eines einzigen Patienten</translation>
    </message>
    <message>
        <source>Choose several slides of one patient</source>
        <translation>Wählen Sie mehrere Objektträger eines Patienten</translation>
    </message>
    <message>
        <source>Choose the slides again</source>
        <translation>Wählen Sie die Objektträger erneut</translation>
    </message>
    <message>
        <source>Choose two or more cells of one field</source>
        <translation>Wählen Sie zwei oder mehr Zellen eines Gesichtsfelds</translation>
    </message>
    <message>
        <source>Click an empty part between the cells</source>
        <translation>Klicken Sie auf eine leere Stelle zwischen den Zellen</translation>
    </message>
    <message>
        <source>Click an empty part of the picture</source>
        <translation>Klicken Sie auf eine leere Stelle des Bildes</translation>
    </message>
    <message>
        <source>Click in the middle of the cell, or draw a box round it</source>
        <translation>Klicken Sie in die Mitte der Zelle, oder ziehen Sie einen Rahmen um sie</translation>
    </message>
    <message>
        <source>Close the case here and open it again to see the changes</source>
        <translation>Schließen Sie den Fall hier und öffnen Sie ihn wieder, um die Änderungen zu sehen</translation>
    </message>
    <message>
        <source>Come back to it when that reading is finished</source>
        <translation>Darauf zurückkommen, wenn diese Befundung abgeschlossen ist</translation>
    </message>
    <message>
        <source>Confirm or relabel cells, then come back</source>
        <translation>Bestätigen Sie Zellen oder ordnen Sie sie anders zu, und kommen Sie dann wieder</translation>
    </message>
    <message>
        <source>Copy the .json, .safetensors and .md that a training writes from RUN into {folder}.</source>
        <translation>Kopieren Sie die .json-, .safetensors- und .md-Datei, die ein Training schreibt, von RUN nach {folder}.</translation>
    </message>
    <message>
        <source>Correct that line</source>
        <translation>Korrigieren Sie diese Zeile</translation>
    </message>
    <message>
        <source>Correct the file</source>
        <translation>Korrigieren Sie die Datei</translation>
    </message>
    <message>
        <source>Correct the file, or remove it</source>
        <translation>Korrigieren oder entfernen Sie die Datei</translation>
    </message>
    <message>
        <source>Cut it into fields first</source>
        <translation>Zerschneiden Sie es zuerst in Gesichtsfelder</translation>
    </message>
    <message>
        <source>Decide on its class instead, for one that is no cell on artefact</source>
        <translation>Entscheiden Sie stattdessen über ihre Klasse, bei etwas, das keine Zelle ist, für Artefakt</translation>
    </message>
    <message>
        <source>Decide on one label first</source>
        <translation>Entscheiden Sie zuerst über die Zuordnung</translation>
    </message>
    <message>
        <source>Decide on one label in the case</source>
        <translation>Entscheiden Sie im Fall über die Zuordnung</translation>
    </message>
    <message>
        <source>Delete {cell} first</source>
        <translation>Löschen Sie zuerst {cell}</translation>
    </message>
    <message>
        <source>Do that first</source>
        <translation>Tun Sie das zuerst</translation>
    </message>
    <message>
        <source>Draw a box around the whole cell</source>
        <translation>Ziehen Sie einen Rahmen um die ganze Zelle</translation>
    </message>
    <message>
        <source>Draw on a field</source>
        <translation>Zeichnen Sie auf einem Gesichtsfeld</translation>
    </message>
    <message>
        <source>Enter the patient in the case&apos;s details</source>
        <translation>Tragen Sie den Patienten in den Falldaten ein</translation>
    </message>
    <message>
        <source>Export it again from the analyser or camera</source>
        <translation>Exportieren Sie sie erneut aus Analysegerät oder Kamera</translation>
    </message>
    <message>
        <source>Give a CSV with the columns path and cls</source>
        <translation>Geben Sie eine CSV-Datei mit den Spalten path und cls an</translation>
    </message>
    <message>
        <source>Give a folder for each class in one folder, or a CSV</source>
        <translation>Geben Sie einen Ordner an, in dem jede Klasse einen Ordner hat, oder eine CSV-Datei</translation>
    </message>
    <message>
        <source>Give a folder with a subfolder for each class, or a CSV</source>
        <translation>Geben Sie einen Ordner mit einem Unterordner je Klasse an, oder eine CSV-Datei</translation>
    </message>
    <message>
        <source>Go on with that reading</source>
        <translation>Setzen Sie jene Befundung fort</translation>
    </message>
    <message>
        <source>Go step by step, as far as your own steps reach</source>
        <translation>Gehen Sie Schritt für Schritt, so weit Ihre eigenen Schritte reichen</translation>
    </message>
    <message>
        <source>Label it as an artefact instead</source>
        <translation>Ordnen Sie sie stattdessen als Artefakt zu</translation>
    </message>
    <message>
        <source>Label it by hand</source>
        <translation>Ordnen Sie sie von Hand zu</translation>
    </message>
    <message>
        <source>Label more cells, ten a class or more, and adapt again</source>
        <translation>Ordnen Sie mehr Zellen zu, zehn je Klasse oder mehr, und passen Sie erneut an</translation>
    </message>
    <message>
        <source>Label the cell by hand, or analyse again</source>
        <translation>Ordnen Sie die Zelle von Hand zu, oder analysieren Sie erneut</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Lassen Sie es aus</translation>
    </message>
    <message>
        <source>Let it come to its end</source>
        <translation>Lassen Sie es zu Ende laufen</translation>
    </message>
    <message>
        <source>Memory does not suffice for {few} at a time ({why}). Close other programs, or choose a recipe with a smaller network or input.</source>
        <translation>Der Speicher reicht nicht für {few} auf einmal ({why}). Schließen Sie andere Programme, oder wählen Sie ein Rezept mit kleinerem Netz oder kleineren Bildern.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Open its folder instead</source>
        <translation>Öffnen Sie stattdessen seinen Ordner</translation>
    </message>
    <message>
        <source>Open the case once from where its images are now</source>
        <translation>Öffnen Sie den Fall einmal von dort, wo seine Bilder jetzt sind</translation>
    </message>
    <message>
        <source>Open the cases once from where their images are now</source>
        <translation>Öffnen Sie die Fälle einmal von dort, wo ihre Bilder jetzt sind</translation>
    </message>
    <message>
        <source>Press its class&apos;s key</source>
        <translation>Drücken Sie die Taste ihrer Klasse</translation>
    </message>
    <message>
        <source>Press the key of its class</source>
        <translation>Drücken Sie die Taste ihrer Klasse</translation>
    </message>
    <message>
        <source>Press the key of the class that it is</source>
        <translation>Drücken Sie die Taste der richtigen Klasse</translation>
    </message>
    <message>
        <source>Put every patient in one split</source>
        <translation>Legen Sie jeden Patienten in einen einzigen Teil</translation>
    </message>
    <message>
        <source>Put every smear in one split</source>
        <translation>Legen Sie jeden Ausstrich in einen einzigen Teil</translation>
    </message>
    <message>
        <source>Put the image back, or open the case again</source>
        <translation>Legen Sie das Bild zurück, oder öffnen Sie den Fall erneut</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Reference set</source>
        <translation>Referenzsammlung</translation>
    </message>
    <message>
        <source>Reinstall LeukView.</source>
        <translation>Installieren Sie LeukView neu.</translation>
    </message>
    <message>
        <source>Remove the file</source>
        <translation>Entfernen Sie die Datei</translation>
    </message>
    <message>
        <source>Rename it</source>
        <translation>Benennen Sie sie um</translation>
    </message>
    <message>
        <source>Rename the file, and analyse again</source>
        <translation>Benennen Sie die Datei um, und analysieren Sie erneut</translation>
    </message>
    <message>
        <source>Rename the folder</source>
        <translation>Benennen Sie den Ordner um</translation>
    </message>
    <message>
        <source>Reopen the case</source>
        <translation>Öffnen Sie den Fall erneut</translation>
    </message>
    <message>
        <source>Save it as &apos;CSV UTF-8&apos;</source>
        <translation>Speichern Sie sie als „CSV UTF-8“</translation>
    </message>
    <message>
        <source>Save it as CSV</source>
        <translation>Speichern Sie sie als CSV</translation>
    </message>
    <message>
        <source>Say why the signed report must be changed</source>
        <translation>Sagen Sie, warum der signierte Bericht geändert werden muss</translation>
    </message>
    <message>
        <source>Second reading</source>
        <translation>Zweitbefundung</translation>
    </message>
    <message>
        <source>Sign again once something has changed</source>
        <translation>Signieren Sie erneut, wenn sich etwas geändert hat</translation>
    </message>
    <message>
        <source>Sign once both readers are done</source>
        <translation>Signieren Sie, sobald beide Befunder fertig sind</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>Start one first</source>
        <translation>Beginnen Sie zuerst eine</translation>
    </message>
    <message>
        <source>Stored cases</source>
        <translation>Gespeicherte Fälle</translation>
    </message>
    <message>
        <source>That point cannot be gone to</source>
        <translation>Dieser Punkt ist nicht erreichbar</translation>
    </message>
    <message>
        <source>That point of the history</source>
        <translation>Dieser Punkt des Verlaufs</translation>
    </message>
    <message>
        <source>The chosen cases</source>
        <translation>Die ausgewählten Fälle</translation>
    </message>
    <message>
        <source>The data</source>
        <translation>Die Daten</translation>
    </message>
    <message>
        <source>The model {id} has no model card that can be read ({file}). Training writes one beside the weights.</source>
        <translation>Das Modell {id} hat keine lesbare Modellkarte ({file}). Das Training schreibt eine neben die Gewichte.</translation>
    </message>
    <message>
        <source>The model {id} is not installed ({file} is missing). Reinstall LeukView.</source>
        <translation>Das Modell {id} ist nicht installiert ({file} fehlt). Installieren Sie LeukView neu.</translation>
    </message>
    <message>
        <source>The old file is kept as {name}</source>
        <translation>Die alte Datei bleibt als {name} erhalten</translation>
    </message>
    <message>
        <source>The pipeline {id} has no weights here: {why}</source>
        <translation>Die Pipeline {id} hat hier keine Gewichte: {why}</translation>
    </message>
    <message>
        <source>The point</source>
        <translation>Der Punkt</translation>
    </message>
    <message>
        <source>The training cannot be started ({error}): {command}</source>
        <translation>Das Training kann nicht gestartet werden ({error}): {command}</translation>
    </message>
    <message>
        <source>The user guide is missing (looked in {folder}). Reinstall LeukView.</source>
        <translation>Das Handbuch fehlt (gesucht in {folder}). Installieren Sie LeukView neu.</translation>
    </message>
    <message>
        <source>The weights that analysed this case, {title} ({sha}…), are not on this computer any more.</source>
        <translation>Die Gewichte, mit denen dieser Fall analysiert wurde, {title} ({sha}…), sind nicht mehr auf diesem Computer.</translation>
    </message>
    <message>
        <source>The weights {file} are missing. Copy the model&apos;s files there again from where it was made.</source>
        <translation>Die Gewichte {file} fehlen. Kopieren Sie die Dateien des Modells von dort, wo es entstanden ist, erneut dorthin.</translation>
    </message>
    <message>
        <source>The weights {file} are missing. Reinstall LeukView.</source>
        <translation>Die Gewichte {file} fehlen. Installieren Sie LeukView neu.</translation>
    </message>
    <message>
        <source>The weights {file} are not the ones their manifest describes (SHA-256 {found}… instead of {meant}…). They are not used. Copy the model&apos;s files there again from where it was made.</source>
        <translation>Die Gewichte {file} sind nicht die, die ihr Manifest beschreibt (SHA-256 {found}… statt {meant}…). Sie werden nicht verwendet. Kopieren Sie die Dateien des Modells von dort, wo es entstanden ist, erneut dorthin.</translation>
    </message>
    <message>
        <source>The weights {file} are not the ones their manifest describes (SHA-256 {found}… instead of {meant}…). They are not used. Reinstall LeukView.</source>
        <translation>Die Gewichte {file} sind nicht die, die ihr Manifest beschreibt (SHA-256 {found}… statt {meant}…). Sie werden nicht verwendet. Installieren Sie LeukView neu.</translation>
    </message>
    <message>
        <source>These slides</source>
        <translation>Diese Objektträger</translation>
    </message>
    <message>
        <source>This box</source>
        <translation>Dieser Rahmen</translation>
    </message>
    <message>
        <source>This case</source>
        <translation>Dieser Fall</translation>
    </message>
    <message>
        <source>This computer ran out of memory.</source>
        <translation>Der Arbeitsspeicher dieses Computers ist erschöpft.</translation>
    </message>
    <message>
        <source>This test</source>
        <translation>Dieser Test</translation>
    </message>
    <message>
        <source>Type your name</source>
        <translation>Geben Sie Ihren Namen ein</translation>
    </message>
    <message>
        <source>Type your name as it shall stand on the report</source>
        <translation>Geben Sie Ihren Namen so ein, wie er im Bericht stehen soll</translation>
    </message>
    <message>
        <source>Update LeukView</source>
        <translation>Aktualisieren Sie LeukView</translation>
    </message>
    <message>
        <source>Update LeukView; the database was left as it is</source>
        <translation>Aktualisieren Sie LeukView; die Datenbank blieb unverändert</translation>
    </message>
    <message>
        <source>Urgent alert</source>
        <translation>Dringende Warnung</translation>
    </message>
    <message>
        <source>Use JPEG, PNG, BMP, TIFF or WebP</source>
        <translation>Verwenden Sie JPEG, PNG, BMP, TIFF oder WebP</translation>
    </message>
    <message>
        <source>Use letters and digits, e.g. --site ward7</source>
        <translation>Verwenden Sie Buchstaben und Ziffern, z. B. --site ward7</translation>
    </message>
    <message>
        <source>Wait for it, or choose another folder</source>
        <translation>Warten Sie darauf, oder wählen Sie einen anderen Ordner</translation>
    </message>
    <message>
        <source>Write a note instead</source>
        <translation>Schreiben Sie stattdessen eine Notiz</translation>
    </message>
    <message>
        <source>Write a note on the nearest cell; a cell that is missing can be added once both readers are done</source>
        <translation>Schreiben Sie eine Notiz an die nächstgelegene Zelle; eine fehlende Zelle kann hinzugefügt werden, sobald beide Befunder fertig sind</translation>
    </message>
    <message>
        <source>Write the second reader&apos;s name</source>
        <translation>Geben Sie den Namen des Zweitbefunders an</translation>
    </message>
    <message>
        <source>Write who read first and who reads now</source>
        <translation>Geben Sie an, wer zuerst befundet hat und wer jetzt befundet</translation>
    </message>
    <message>
        <source>Writing to {out} failed ({error}). Free some space or choose another folder.</source>
        <translation>Das Schreiben nach {out} ist gescheitert ({error}). Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>a cell is counted by the class decided on</source>
        <translation>Eine Zelle zählt mit der Klasse, über die entschieden wurde</translation>
    </message>
    <message>
        <source>a combined count needs at least two</source>
        <translation>Eine gemeinsame Zählung braucht mindestens zwei</translation>
    </message>
    <message>
        <source>a labelled {class} was not found again in it</source>
        <translation>Eine zugeordnete Zelle ({class}) wurde darin nicht wiedergefunden</translation>
    </message>
    <message>
        <source>a newer LeukView did this, so it cannot be undone here</source>
        <translation>Dies tat ein neueres LeukView, es kann hier nicht rückgängig gemacht werden</translation>
    </message>
    <message>
        <source>a person called it {class}</source>
        <translation>Eine Person hat sie als {class} zugeordnet</translation>
    </message>
    <message>
        <source>a reader has no name</source>
        <translation>Ein Befunder hat keinen Namen</translation>
    </message>
    <message>
        <source>a second reader names classes; outlines are the first&apos;s</source>
        <translation>Ein Zweitbefunder benennt Klassen; Umrisse sind Sache des Erstbefunders</translation>
    </message>
    <message>
        <source>a second reader reads a case that it has cells of, and its key is the first reader&apos;s word</source>
        <translation>ein Zweitbefunder befundet einen Fall, von dem er Zellen hat, und seine Lösung ist die Aussage des Erstbefunders</translation>
    </message>
    <message>
        <source>a second reading is under way</source>
        <translation>Eine Zweitbefundung läuft</translation>
    </message>
    <message>
        <source>another training runs in this folder</source>
        <translation>In diesem Ordner läuft ein anderes Training</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>Sie kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>it cannot be read ({error})</source>
        <translation>Er kann nicht gelesen werden ({error})</translation>
    </message>
    <message>
        <source>it holds no keys of LeukView</source>
        <translation>Sie enthält keine Tasten von LeukView</translation>
    </message>
    <message>
        <source>it is not there any more</source>
        <translation>Das gibt es nicht mehr</translation>
    </message>
    <message>
        <source>it is not there, or its drive is not connected</source>
        <translation>Er ist nicht da, oder sein Laufwerk ist nicht verbunden</translation>
    </message>
    <message>
        <source>it is part of {cell}</source>
        <translation>Sie ist Teil von {cell}</translation>
    </message>
    <message>
        <source>it is there already, and nothing is written over</source>
        <translation>Das gibt es schon, und nichts wird überschrieben</translation>
    </message>
    <message>
        <source>it is too dark to be background</source>
        <translation>Er ist zu dunkel für den Hintergrund</translation>
    </message>
    <message>
        <source>it is too small to hold a cell</source>
        <translation>Er ist zu klein für eine Zelle</translation>
    </message>
    <message>
        <source>it lies outside the picture</source>
        <translation>Er liegt außerhalb des Bildes</translation>
    </message>
    <message>
        <source>it was changed in another LeukView window, so nothing was changed here</source>
        <translation>Er wurde in einem anderen LeukView-Fenster geändert, deshalb wurde hier nichts geändert</translation>
    </message>
    <message>
        <source>its drive does not answer</source>
        <translation>sein Laufwerk antwortet nicht</translation>
    </message>
    <message>
        <source>its image shows this cell alone</source>
        <translation>Ihr Bild zeigt nur diese Zelle</translation>
    </message>
    <message>
        <source>its name is no valid text on this computer</source>
        <translation>Der Name ist auf diesem Computer kein gültiger Text</translation>
    </message>
    <message>
        <source>its patient is not known, so it is not combined</source>
        <translation>Der Patient ist nicht bekannt, deshalb wird nicht zusammengefasst</translation>
    </message>
    <message>
        <source>its {n} labelled cells were left out, because its folder {folder} is not there</source>
        <translation>{n} zugeordnete Zellen wurden ausgelassen, weil der Ordner {folder} nicht da ist</translation>
    </message>
    <message>
        <source>no call is shown to agree with</source>
        <translation>Es wird keine Zuordnung gezeigt, der zugestimmt werden könnte</translation>
    </message>
    <message>
        <source>no cell of them can be learnt from</source>
        <translation>Aus keiner ihrer Zellen kann gelernt werden</translation>
    </message>
    <message>
        <source>no name was typed</source>
        <translation>Es wurde kein Name eingegeben</translation>
    </message>
    <message>
        <source>no network has named this cell</source>
        <translation>Kein Netz hat diese Zelle zugeordnet</translation>
    </message>
    <message>
        <source>no pipeline runs weights of this kind</source>
        <translation>Keine Pipeline verwendet Gewichte dieser Art</translation>
    </message>
    <message>
        <source>no reason or no name was given</source>
        <translation>Grund oder Name fehlt</translation>
    </message>
    <message>
        <source>none can be added, deleted or merged while a second reader reads, since both must read the same cells</source>
        <translation>Solange ein Zweitbefunder befundet, kann keine hinzugefügt, gelöscht oder zusammengeführt werden, da beide dieselben Zellen befunden müssen</translation>
    </message>
    <message>
        <source>none can be deleted, merged or brought back once two readers have read them, since their agreement is about them</source>
        <translation>Wenn zwei Befunder sie befundet haben, kann keine mehr gelöscht, zusammengeführt oder zurückgeholt werden, da ihre Übereinstimmung für sie gilt</translation>
    </message>
    <message>
        <source>none is under way</source>
        <translation>Keine ist im Gange</translation>
    </message>
    <message>
        <source>none of its images can be read</source>
        <translation>Keines der Bilder kann gelesen werden</translation>
    </message>
    <message>
        <source>not one of them could be read</source>
        <translation>Keine einzige konnte gelesen werden</translation>
    </message>
    <message>
        <source>nothing was found there</source>
        <translation>Dort wurde nichts gefunden</translation>
    </message>
    <message>
        <source>one of them is chosen twice</source>
        <translation>Einer ist doppelt gewählt</translation>
    </message>
    <message>
        <source>only one cell is chosen</source>
        <translation>Nur eine Zelle ist ausgewählt</translation>
    </message>
    <message>
        <source>the case database {file} is damaged ({error}). It was left as it is</source>
        <translation>Die Falldatenbank {file} ist beschädigt ({error}). Sie blieb unverändert</translation>
    </message>
    <message>
        <source>the cells lie in {n} fields</source>
        <translation>Die Zellen liegen in {n} Gesichtsfeldern</translation>
    </message>
    <message>
        <source>the columns {names} are missing (found: {found})</source>
        <translation>Die Spalten {names} fehlen (gefunden: {found})</translation>
    </message>
    <message>
        <source>the data folder {folder} cannot be made ({error}). Choose another one with LEUKVIEW_DATA</source>
        <translation>Der Datenordner {folder} kann nicht angelegt werden ({error}). Wählen Sie mit LEUKVIEW_DATA einen anderen</translation>
    </message>
    <message>
        <source>the file cannot be opened ({error})</source>
        <translation>Die Datei kann nicht geöffnet werden ({error})</translation>
    </message>
    <message>
        <source>the file is damaged or cut short ({error})</source>
        <translation>Die Datei ist beschädigt oder unvollständig ({error})</translation>
    </message>
    <message>
        <source>the file is empty (0 bytes)</source>
        <translation>Die Datei ist leer (0 Byte)</translation>
    </message>
    <message>
        <source>the file is no longer there</source>
        <translation>Die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>the file&apos;s name is not valid text</source>
        <translation>Der Name der Datei ist kein gültiger Text</translation>
    </message>
    <message>
        <source>the folder cannot be opened ({error})</source>
        <translation>Der Ordner kann nicht geöffnet werden ({error})</translation>
    </message>
    <message>
        <source>the image has {size} pixels, more than LeukView opens at once</source>
        <translation>Das Bild hat {size} Pixel, mehr als LeukView auf einmal öffnet</translation>
    </message>
    <message>
        <source>the image is another than the one that was labelled</source>
        <translation>Das Bild ist ein anderes als das zugeordnete</translation>
    </message>
    <message>
        <source>the image is not there any more</source>
        <translation>Das Bild ist nicht mehr da</translation>
    </message>
    <message>
        <source>the image is only {size} pixels, too small to show a cell</source>
        <translation>Das Bild hat nur {size} Pixel, zu wenig, um eine Zelle zu zeigen</translation>
    </message>
    <message>
        <source>the keys cannot be written to {file} ({error})</source>
        <translation>Die Tasten können nicht nach {file} geschrieben werden ({error})</translation>
    </message>
    <message>
        <source>the labelled cells</source>
        <translation>Die zugeordneten Zellen</translation>
    </message>
    <message>
        <source>the readers disagree here</source>
        <translation>Hier stimmen die Befunder nicht überein</translation>
    </message>
    <message>
        <source>the recipe cannot be read ({error})</source>
        <translation>Das Rezept kann nicht gelesen werden ({error})</translation>
    </message>
    <message>
        <source>the second reader is another person than the first</source>
        <translation>Zweit- und Erstbefunder müssen verschiedene Personen sein</translation>
    </message>
    <message>
        <source>the settings cannot be read ({error})</source>
        <translation>Die Einstellungen können nicht gelesen werden ({error})</translation>
    </message>
    <message>
        <source>the settings file was not used: {error}</source>
        <translation>Die Einstellungsdatei wurde nicht verwendet: {error}</translation>
    </message>
    <message>
        <source>the settings {file} cannot be saved ({error})</source>
        <translation>Die Einstellungen {file} können nicht gespeichert werden ({error})</translation>
    </message>
    <message>
        <source>the weights that made this case&apos;s calls are not installed any more</source>
        <translation>Die Gewichte, mit denen dieser Fall analysiert wurde, sind nicht mehr installiert</translation>
    </message>
    <message>
        <source>there are no such weights on this computer</source>
        <translation>Auf diesem Computer gibt es keine solchen Gewichte</translation>
    </message>
    <message>
        <source>there are too few images: &apos;{train}&apos; needs {n} (one batch), &apos;{val}&apos; one; there are {have}</source>
        <translation>Es gibt zu wenige Bilder: „{train}“ braucht {n} (einen Batch), „{val}“ eines; vorhanden sind {have}</translation>
    </message>
    <message>
        <source>there is no image in a class folder here</source>
        <translation>Hier liegt in keinem Klassenordner ein Bild</translation>
    </message>
    <message>
        <source>there is no image in it</source>
        <translation>Darin ist kein Bild</translation>
    </message>
    <message>
        <source>there is no such case</source>
        <translation>Einen solchen Fall gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such cell in this case</source>
        <translation>In diesem Fall gibt es keine solche Zelle</translation>
    </message>
    <message>
        <source>there is no such data</source>
        <translation>Solche Daten gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such data file</source>
        <translation>Eine solche Datendatei gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>Einen solchen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>these reference ranges cannot be opened ({error})</source>
        <translation>Diese Referenzbereiche können nicht geöffnet werden ({error})</translation>
    </message>
    <message>
        <source>these reference ranges cannot be read ({error})</source>
        <translation>Diese Referenzbereiche können nicht gelesen werden ({error})</translation>
    </message>
    <message>
        <source>these weights are adapted already</source>
        <translation>Diese Gewichte sind bereits angepasst</translation>
    </message>
    <message>
        <source>they are of different patients ({names})</source>
        <translation>Sie stammen von verschiedenen Patienten ({names})</translation>
    </message>
    <message>
        <source>this case is not signed</source>
        <translation>Dieser Fall ist nicht signiert</translation>
    </message>
    <message>
        <source>this case is signed as it stands</source>
        <translation>Dieser Fall ist signiert, wie er ist</translation>
    </message>
    <message>
        <source>this cell has not been analysed</source>
        <translation>Diese Zelle wurde nicht analysiert</translation>
    </message>
    <message>
        <source>this is a file, and the outputs need a folder</source>
        <translation>Dies ist eine Datei, und die Ausgaben brauchen einen Ordner</translation>
    </message>
    <message>
        <source>this is no field of the case</source>
        <translation>Dies ist kein Gesichtsfeld des Falls</translation>
    </message>
    <message>
        <source>this is no folder</source>
        <translation>Dies ist kein Ordner</translation>
    </message>
    <message>
        <source>this is no folder, or it is not there any more</source>
        <translation>Dies ist kein Ordner, oder er ist nicht mehr da</translation>
    </message>
    <message>
        <source>this is no name for weights</source>
        <translation>Dies ist kein Name für Gewichte</translation>
    </message>
    <message>
        <source>this is no recipe: it has no name</source>
        <translation>Dies ist kein Rezept: Es hat keinen Namen</translation>
    </message>
    <message>
        <source>this is not a table ({error})</source>
        <translation>Dies ist keine Tabelle ({error})</translation>
    </message>
    <message>
        <source>this is not a table in plain text</source>
        <translation>Dies ist keine Tabelle in reinem Text</translation>
    </message>
    <message>
        <source>this is not an image LeukView can read, whatever its name says</source>
        <translation>Dies ist kein Bild, das LeukView lesen kann, auch wenn der Name es nahelegt</translation>
    </message>
    <message>
        <source>this patient&apos;s cells stand in both &apos;{before}&apos; and &apos;{after}&apos;, so the test would know its answers</source>
        <translation>Die Zellen dieses Patienten stehen in „{before}“ und in „{after}“; der Test würde seine Antworten kennen</translation>
    </message>
    <message>
        <source>this recipe is not valid: {error}</source>
        <translation>Dieses Rezept ist nicht gültig: {error}</translation>
    </message>
    <message>
        <source>this smear&apos;s cells stand in both &apos;{before}&apos; and &apos;{after}&apos;, so the test would know its answers</source>
        <translation>Die Zellen dieses Ausstrichs stehen in „{before}“ und in „{after}“; der Test würde seine Antworten kennen</translation>
    </message>
    <message>
        <source>this training has made no weights yet</source>
        <translation>Dieses Training hat noch keine Gewichte erzeugt</translation>
    </message>
    <message>
        <source>two readers disagree on it</source>
        <translation>Zwei Befunder sind uneinig darüber</translation>
    </message>
    <message>
        <source>you may not open it</source>
        <translation>Sie dürfen ihn nicht öffnen</translation>
    </message>
    <message>
        <source>you may not open this folder</source>
        <translation>Sie dürfen diesen Ordner nicht öffnen</translation>
    </message>
    <message>
        <source>you may not read this file</source>
        <translation>Sie dürfen diese Datei nicht lesen</translation>
    </message>
    <message>
        <source>{name} reads this case already</source>
        <translation>{name} befundet diesen Fall bereits</translation>
    </message>
    <message>
        <source>{out} cannot be written ({error}).</source>
        <translation>{out} kann nicht geschrieben werden ({error}).</translation>
    </message>
    <message>
        <source>{out} cannot be written ({error}). Choose another folder.</source>
        <translation>{out} kann nicht geschrieben werden ({error}). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{out} cannot be written ({error}). Free some space or choose another.</source>
        <translation>{out} kann nicht geschrieben werden ({error}). Schaffen Sie Platz, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{out} cannot be written ({error}). Free some space.</source>
        <translation>{out} kann nicht geschrieben werden ({error}). Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>{where} cannot be written: it is protected, or open in another program. Close it there, or choose another folder.</source>
        <translation>{where} kann nicht geschrieben werden: Die Datei ist geschützt oder in einem anderen Programm geöffnet. Schließen Sie sie dort, oder wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>, and found by the analysis</source>
        <translation>, und von der Analyse gefunden</translation>
    </message>
    <message>
        <source>, {needs:,} of them need you</source>
        <translation>, {needs:,} davon brauchen Ihre Prüfung</translation>
    </message>
    <message>
        <source>1 cell</source>
        <translation>1 Zelle</translation>
    </message>
    <message>
        <source>AI: no call</source>
        <translation>KI: keine Zuordnung</translation>
    </message>
    <message>
        <source>AI: {name} {probability:.2f}</source>
        <translation>KI: {name} {probability:.2f}</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Bring the chosen deleted cell back</source>
        <translation>Die ausgewählte gelöschte Zelle zurückholen</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöschte</translation>
    </message>
    <message>
        <source>Drawn by a person</source>
        <translation>Von einer Person gezeichnet</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Gesichtsfeld</translation>
    </message>
    <message>
        <source>Field {place} of {n} · </source>
        <translation>Gesichtsfeld {place} von {n} · </translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Gesichtsfelder</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Needs you: {reasons}</source>
        <translation>Zu prüfen: {reasons}</translation>
    </message>
    <message>
        <source>No AI call for {cell_id}: {fault}</source>
        <translation>Keine KI-Zuordnung für {cell_id}: {fault}</translation>
    </message>
    <message>
        <source>One image pixel per screen pixel ({key})</source>
        <translation>Ein Bildpixel je Bildschirmpixel ({key})</translation>
    </message>
    <message>
        <source>One to one</source>
        <translation>Eins zu eins</translation>
    </message>
    <message>
        <source>Only those that need you</source>
        <translation>Nur zu prüfende</translation>
    </message>
    <message>
        <source>Reader: {name} ({status}) · {said}</source>
        <translation>Befunder: {name} ({status}) · {said}</translation>
    </message>
    <message>
        <source>Reading the field…</source>
        <translation>Das Gesichtsfeld wird gelesen…</translation>
    </message>
    <message>
        <source>Set aside as {words}</source>
        <translation>Zurückgestellt als {words}</translation>
    </message>
    <message>
        <source>Show deleted and merged cells, too</source>
        <translation>Auch gelöschte und zusammengeführte Zellen zeigen</translation>
    </message>
    <message>
        <source>Show only cells that need you</source>
        <translation>Nur Zellen zeigen, die Ihre Prüfung brauchen</translation>
    </message>
    <message>
        <source>Show or hide the boxes</source>
        <translation>Rahmen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the classes&apos; names on boxes</source>
        <translation>Klassennamen an den Rahmen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show the whole field ({key})</source>
        <translation>Das ganze Gesichtsfeld zeigen ({key})</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>The case&apos;s fields. Arrow keys go from one to the next</source>
        <translation>Die Gesichtsfelder des Falls. Pfeiltasten gehen von einem zum nächsten</translation>
    </message>
    <message>
        <source>This case has no fields.</source>
        <translation>Dieser Fall hat keine Gesichtsfelder.</translation>
    </message>
    <message>
        <source>This computer has not enough memory for this field.</source>
        <translation>Der Speicher dieses Computers reicht nicht für dieses Gesichtsfeld.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom in ({key})</source>
        <translation>Vergrößern ({key})</translation>
    </message>
    <message>
        <source>Zoom out ({key})</source>
        <translation>Verkleinern ({key})</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>{cells:,} cells</source>
        <translation>{cells:,} Zellen</translation>
    </message>
    <message>
        <source>{id}
{what} by a person: in no count</source>
        <translation>{id}
{what} durch eine Person: in keiner Zählung</translation>
    </message>
    <message>
        <source>{key}, or the wheel</source>
        <translation>{key}, oder Mausrad</translation>
    </message>
    <message>
        <source>{said} · not reviewed</source>
        <translation>{said} · nicht geprüft</translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>A person confirmed or relabelled these</source>
        <translation>Von einer Person bestätigt oder umbenannt</translation>
    </message>
    <message>
        <source>A person corrected the outline</source>
        <translation>Eine Person hat den Umriss korrigiert</translation>
    </message>
    <message>
        <source>A person gave these another class than the AI</source>
        <translation>Eine Person hat diese anders zugeordnet als die KI</translation>
    </message>
    <message>
        <source>A person wrote a note</source>
        <translation>Eine Person hat eine Notiz geschrieben</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Cells with a doubt of {doubt:g} or more</source>
        <translation>Zellen mit einem Zweifel ab {doubt:g}</translation>
    </message>
    <message>
        <source>Class, any of</source>
        <translation>Klasse, eine von</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Widerspruch</translation>
    </message>
    <message>
        <source>Disagreed with AI</source>
        <translation>Abweichend von der KI</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>Zweifel</translation>
    </message>
    <message>
        <source>Doubt {doubt:g} or more</source>
        <translation>Zweifel ab {doubt:g}</translation>
    </message>
    <message>
        <source>Filter cells</source>
        <translation>Zellen filtern</translation>
    </message>
    <message>
        <source>Filter {words}; press to take it off</source>
        <translation>Filter {words}; drücken, um ihn aufzuheben</translation>
    </message>
    <message>
        <source>Filters in force</source>
        <translation>Geltende Filter</translation>
    </message>
    <message>
        <source>Flags, any of</source>
        <translation>Merkmale, eines von</translation>
    </message>
    <message>
        <source>However doubtful</source>
        <translation>Wie zweifelhaft auch immer</translation>
    </message>
    <message>
        <source>No person has labelled these yet</source>
        <translation>Diese hat noch keine Person zugeordnet</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Out of domain</source>
        <translation>Außerhalb des Trainingsbereichs</translation>
    </message>
    <message>
        <source>Outlined by hand</source>
        <translation>Von Hand umrissen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Reviewed or not</source>
        <translation>Geprüft oder nicht</translation>
    </message>
    <message>
        <source>Reviewed, yet the AI was sure of another class, or what it saw speaks against the class that was confirmed</source>
        <translation>Geprüft, doch war die KI einer anderen Klasse sicher, oder was sie sah, spricht gegen die bestätigte Klasse</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show {hidden:,} hidden</source>
        <translation>{hidden:,} verborgene zeigen</translation>
    </message>
    <message>
        <source>Show {name}; with none ticked every class is shown</source>
        <translation>{name} zeigen; ist keine angekreuzt, wird jede Klasse gezeigt</translation>
    </message>
    <message>
        <source>Take every filter off</source>
        <translation>Alle Filter aufheben</translation>
    </message>
    <message>
        <source>Uncountable or crushed, as the pipeline holds</source>
        <translation>Nach Ansicht der Pipeline nicht zählbar oder gequetscht</translation>
    </message>
    <message>
        <source>Unlike the cells the network learnt from</source>
        <translation>Den Zellen unähnlich, an denen das Netz gelernt hat</translation>
    </message>
    <message>
        <source>What the network saw hardly occurs in the class it called</source>
        <translation>Was das Netz sah, kommt in der zugeordneten Klasse kaum vor</translation>
    </message>
    <message>
        <source>Worth a second look</source>
        <translation>Einen zweiten Blick wert</translation>
    </message>
    <message>
        <source>{doubt:g} or more</source>
        <translation>ab {doubt:g}</translation>
    </message>
    <message>
        <source>{n} classes</source>
        <translation>{n} Klassen</translation>
    </message>
    <message>
        <source>{n} flags</source>
        <translation>{n} Merkmale</translation>
    </message>
    <message>
        <source>{words}. Click to take this filter off</source>
        <translation>{words}. Klicken, um diesen Filter aufzuheben</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Against report order</source>
        <translation>Gegen die Berichtsreihenfolge</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>As found</source>
        <translation>Wie gefunden</translation>
    </message>
    <message>
        <source>By confidence in the class</source>
        <translation>Nach Konfidenz der Klasse</translation>
    </message>
    <message>
        <source>By doubt</source>
        <translation>Nach Zweifel</translation>
    </message>
    <message>
        <source>By position</source>
        <translation>Nach Lage</translation>
    </message>
    <message>
        <source>By size</source>
        <translation>Nach Größe</translation>
    </message>
    <message>
        <source>By the AI&apos;s class</source>
        <translation>Nach der Klasse der KI</translation>
    </message>
    <message>
        <source>Cells appear here as they are analysed.</source>
        <translation>Hier erscheinen Zellen, während sie analysiert werden.</translation>
    </message>
    <message>
        <source>Cells by class</source>
        <translation>Zellen nach Klasse</translation>
    </message>
    <message>
        <source>Cells that are new, or changed class, wait at their group&apos;s end: nothing moves by itself</source>
        <translation>Zellen, die neu sind oder die Klasse gewechselt haben, warten am Ende ihrer Gruppe: Nichts bewegt sich von selbst</translation>
    </message>
    <message>
        <source>Every cell found</source>
        <translation>Jede gefundene Zelle</translation>
    </message>
    <message>
        <source>Every cell is in the white-cell count.</source>
        <translation>Jede Zelle ist in der Leukozytenzählung.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by class, review, doubt or flag</source>
        <translation>Nach Klasse, Prüfung, Zweifel oder Merkmal filtern</translation>
    </message>
    <message>
        <source>First found first</source>
        <translation>Zuerst gefundene zuerst</translation>
    </message>
    <message>
        <source>From the first image&apos;s top</source>
        <translation>Vom oberen Rand des ersten Bildes</translation>
    </message>
    <message>
        <source>From the last image&apos;s foot</source>
        <translation>Vom unteren Rand des letzten Bildes</translation>
    </message>
    <message>
        <source>In report order</source>
        <translation>In Berichtsreihenfolge</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Größte zuerst</translation>
    </message>
    <message>
        <source>Last found first</source>
        <translation>Zuletzt gefundene zuerst</translation>
    </message>
    <message>
        <source>Least confident first</source>
        <translation>Geringste Konfidenz zuerst</translation>
    </message>
    <message>
        <source>Least doubtful first</source>
        <translation>Am wenigsten zweifelhafte zuerst</translation>
    </message>
    <message>
        <source>Most confident first</source>
        <translation>Höchste Konfidenz zuerst</translation>
    </message>
    <message>
        <source>Most doubtful first</source>
        <translation>Zweifelhafteste zuerst</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>No cell here matches the filter; it hides {hidden:,}.</source>
        <translation>Keine Zelle hier entspricht dem Filter; er verbirgt {hidden:,}.</translation>
    </message>
    <message>
        <source>No cell needs you any more.
The tab ‘All’ shows every cell; Space confirms those not reviewed yet.</source>
        <translation>Keine Zelle braucht mehr Ihre Prüfung.
Der Reiter „Alle“ zeigt jede Zelle; die Leertaste bestätigt noch nicht geprüfte.</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Ungezählt</translation>
    </message>
    <message>
        <source>Not counted, {words}</source>
        <translation>Nicht gezählt, {words}</translation>
    </message>
    <message>
        <source>Not reviewed yet, and doubtful, unlike the training cells, or blast-like</source>
        <translation>Noch nicht geprüft und zweifelhaft, den Trainingszellen unähnlich oder blastenartig</translation>
    </message>
    <message>
        <source>Outside the white-cell count: NRBC, smudge, platelets, artefact, unidentified</source>
        <translation>Außerhalb der Leukozytenzählung: NRBC, Kernschatten, Thrombozyten, Artefakte, nicht Identifizierte</translation>
    </message>
    <message>
        <source>Show only some cells</source>
        <translation>Nur einige Zellen zeigen</translation>
    </message>
    <message>
        <source>Smallest first</source>
        <translation>Kleinste zuerst</translation>
    </message>
    <message>
        <source>Sort again: {n:,} cell joined at the end</source>
        <translation>Neu ordnen: {n:,} Zelle kam am Ende hinzu</translation>
    </message>
    <message>
        <source>Sort again: {n:,} cells joined at the end</source>
        <translation>Neu ordnen: {n:,} Zellen kamen am Ende hinzu</translation>
    </message>
    <message>
        <source>Sort: {name}, {first}</source>
        <translation>Reihenfolge: {name}, {first}</translation>
    </message>
    <message>
        <source>Sorted within each class: {name}, {first}. Click for other orders</source>
        <translation>In jeder Klasse geordnet: {name}, {first}. Klicken für andere Reihenfolgen</translation>
    </message>
    <message>
        <source>Unlike the cells the network learnt from</source>
        <translation>Den Zellen unähnlich, an denen das Netz gelernt hat</translation>
    </message>
    <message>
        <source>not
readable</source>
        <translation>nicht
lesbar</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <source>‘Needs you’ lists each of these cells until it is reviewed, {far_alone:,} of them for this reason alone. Within each class the most doubtful come first.</source>
        <translation>„Zu prüfen“ führt jede dieser Zellen auf, bis sie geprüft ist, {far_alone:,} davon allein aus diesem Grund. In jeder Klasse kommen die zweifelhaftesten zuerst.</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Zurück (Alt+Left)</translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation>Inhalt des Handbuchs</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>Vor (Alt+Right)</translation>
    </message>
    <message>
        <source>LeukView: user guide</source>
        <translation>LeukView: Handbuch</translation>
    </message>
    <message>
        <source>No section has all these words.</source>
        <translation>Kein Abschnitt enthält alle diese Wörter.</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Im Handbuch suchen</translation>
    </message>
    <message>
        <source>Sections that have every word (Ctrl+F)</source>
        <translation>Abschnitte, die jedes Wort enthalten (Ctrl+F)</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>{section}
   in {chapter}</source>
        <translation>{section}
   in {chapter}</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source> of the whole case</source>
        <translation> des ganzen Falls</translation>
    </message>
    <message>
        <source>A step of undo or redo: kept on record</source>
        <translation>Ein Schritt von Rückgängig oder Wiederholen: bleibt aufgezeichnet</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>KI</translation>
    </message>
    <message>
        <source>AI, run by {operator}</source>
        <translation>KI, ausgeführt von {operator}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Cell {cell_id}</source>
        <translation>Zelle {cell_id}</translation>
    </message>
    <message>
        <source>Choose the cells that this action changed, and look at the first</source>
        <translation>Die Zellen auswählen, die diese Aktion geändert hat, und die erste ansehen</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>Verlauf schließen</translation>
    </message>
    <message>
        <source>Close the history (Esc)</source>
        <translation>Verlauf schließen (Esc)</translation>
    </message>
    <message>
        <source>Does {steps} again; undo takes them back</source>
        <translation>Wiederholt {steps}; „Rückgängig“ nimmt sie zurück</translation>
    </message>
    <message>
        <source>Everything that was done on this case</source>
        <translation>Alles, was an diesem Fall getan wurde</translation>
    </message>
    <message>
        <source>Go back to here</source>
        <translation>Bis hierher zurück</translation>
    </message>
    <message>
        <source>Go forward to here</source>
        <translation>Bis hierher vor</translation>
    </message>
    <message>
        <source>Go to this point</source>
        <translation>Zu diesem Punkt</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>History of the case, the newest first</source>
        <translation>Verlauf des Falls, Neuestes zuerst</translation>
    </message>
    <message>
        <source>Kept on record; no point to go back to</source>
        <translation>Bleibt aufgezeichnet; kein Punkt zum Zurückgehen</translation>
    </message>
    <message>
        <source>Nobody has done anything with this cell yet. Press the key of its class, or Space to confirm the AI&apos;s.</source>
        <translation>Mit dieser Zelle hat noch niemand etwas getan. Drücken Sie die Taste ihrer Klasse oder die Leertaste, um die der KI zu bestätigen.</translation>
    </message>
    <message>
        <source>None of them is among the cells any more.</source>
        <translation>Keine davon ist noch unter den Zellen.</translation>
    </message>
    <message>
        <source>Nothing here yet.</source>
        <translation>Hier ist noch nichts.</translation>
    </message>
    <message>
        <source>Out of reach: a second reading lies between</source>
        <translation>Nicht erreichbar: Eine Zweitbefundung liegt dazwischen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Show its cells</source>
        <translation>Seine Zellen zeigen</translation>
    </message>
    <message>
        <source>Show only what was done on the cell that you look at</source>
        <translation>Nur zeigen, was an der betrachteten Zelle getan wurde</translation>
    </message>
    <message>
        <source>Takes {steps} back; redo brings them again</source>
        <translation>Nimmt {steps} zurück; „Wiederholen“ bringt sie wieder</translation>
    </message>
    <message>
        <source>This cell</source>
        <translation>Diese Zelle</translation>
    </message>
    <message>
        <source>What people did</source>
        <translation>Was Personen taten</translation>
    </message>
    <message>
        <source>What the pipeline called</source>
        <translation>Was die Pipeline zuordnete</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Sie sind hier</translation>
    </message>
    <message>
        <source>by {by}</source>
        <translation>von {by}</translation>
    </message>
    <message>
        <source>now · {when}</source>
        <translation>jetzt · {when}</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>taken back · </source>
        <translation>zurückgenommen · </translation>
    </message>
    <message>
        <source>you are here</source>
        <translation>Sie sind hier</translation>
    </message>
    <message>
        <source>{n:,} cell</source>
        <translation>{n:,} Zelle</translation>
    </message>
    <message>
        <source>{n:,} cells</source>
        <translation>{n:,} Zellen</translation>
    </message>
    <message>
        <source>{n:,} of them are not among the cells any more.</source>
        <translation>{n:,} davon sind nicht mehr unter den Zellen.</translation>
    </message>
    <message>
        <source>{n:,} step</source>
        <translation>{n:,} Schritt</translation>
    </message>
    <message>
        <source>{n:,} steps</source>
        <translation>{n:,} Schritte</translation>
    </message>
    <message>
        <source>{words} (Enter)</source>
        <translation>{words} (Enter)</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Alt+arrows</source>
        <translation>Alt+Pfeile</translation>
    </message>
    <message>
        <source>Case and program</source>
        <translation>Fall und Programm</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Choose a range</source>
        <translation>Einen Bereich auswählen</translation>
    </message>
    <message>
        <source>Choose the key of any action and class (Ctrl+K)</source>
        <translation>Die Taste jeder Aktion und Klasse wählen (Ctrl+K)</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Ctrl++ −</source>
        <translation>Strg++ −</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Strg+Klick</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Mausrad</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Every key</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>Give them another class</source>
        <translation>Anders zuordnen</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Gehen</translation>
    </message>
    <message>
        <source>Hands</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Label as</source>
        <translation>Zuordnen als</translation>
    </message>
    <message>
        <source>Label as {name}</source>
        <translation>Als {name} zuordnen</translation>
    </message>
    <message>
        <source>Larger or smaller tiles</source>
        <translation>Größere oder kleinere Kacheln</translation>
    </message>
    <message>
        <source>List of cases</source>
        <translation>Fallliste</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>One more, or one less</source>
        <translation>Eine mehr oder weniger</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Rubber band</source>
        <translation>Auswahlrahmen</translation>
    </message>
    <message>
        <source>See</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Umschalt+Klick</translation>
    </message>
    <message>
        <source>Some of your keys cannot be, and the shipped ones hold. {words}</source>
        <translation>Einige Ihrer Tasten sind nicht möglich; es gelten die mitgelieferten. {words}</translation>
    </message>
    <message>
        <source>Walk; with Shift, choose</source>
        <translation>Gehen; mit Umschalt auswählen</translation>
    </message>
    <message>
        <source>Zoom the picture</source>
        <translation>Bild vergrößern</translation>
    </message>
    <message>
        <source>arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>drag beside</source>
        <translation>daneben ziehen</translation>
    </message>
    <message>
        <source>drag cells</source>
        <translation>Zellen ziehen</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>{page} (fixed)</source>
        <translation>{page} (fest)</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>its key is fixed</source>
        <translation>die Taste ist fest</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>this is no key</source>
        <translation>das ist keine Taste</translation>
    </message>
    <message>
        <source>this is no single key</source>
        <translation>das ist keine einzelne Taste</translation>
    </message>
    <message>
        <source>{key} is fixed in ‘{page}’: ‘{item}’</source>
        <translation>{key} ist fest in „{page}“: „{item}“</translation>
    </message>
    <message>
        <source>{key} is taken by ‘{item}’</source>
        <translation>{key} ist vergeben an „{item}“</translation>
    </message>
    <message>
        <source>{key} moves about, edits text or sizes the picture</source>
        <translation>{key} dient der Bewegung, dem Textbearbeiten oder der Bildgröße</translation>
    </message>
    <message>
        <source>{page}, {key} does this and not ‘{item}’</source>
        <translation>{page}: {key} tut dies und nicht „{item}“</translation>
    </message>
    <message>
        <source>{page}, {key} still does ‘{item}’</source>
        <translation>{page}: {key} bleibt „{item}“</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>, changed</source>
        <translation>, geändert</translation>
    </message>
    <message>
        <source>, fixed</source>
        <translation>, fest</translation>
    </message>
    <message>
        <source>A few letters of an action or a class; ↓ goes to the list</source>
        <translation>Einige Buchstaben einer Aktion oder Klasse; ↓ geht zur Liste</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Actions, classes and their keys</source>
        <translation>Aktionen, Klassen und ihre Tasten</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All shipped keys</source>
        <translation>Alle mitgelieferten Tasten</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Each gets the other&apos;s key</source>
        <translation>Beide tauschen ihre Tasten</translation>
    </message>
    <message>
        <source>Enter, then the new key.</source>
        <translation>Enter, dann die neue Taste.</translation>
    </message>
    <message>
        <source>Every key is the shipped one again.</source>
        <translation>Jede Taste ist wieder die mitgelieferte.</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>Tasten exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>Import keys</source>
        <translation>Tasten importieren</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Key for {name}</source>
        <translation>Taste für {name}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys of LeukView (*.json)</source>
        <translation>Tasten von LeukView (*.json)</translation>
    </message>
    <message>
        <source>Leave every key as it was (Esc)</source>
        <translation>Jede Taste lassen, wie sie war (Esc)</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Nothing is called so, or has this key</source>
        <translation>Nichts heißt so oder hat diese Taste</translation>
    </message>
    <message>
        <source>Press a key to see what it does; Backspace shows all again</source>
        <translation>Eine Taste drücken, um zu sehen, was sie tut; die Rücktaste zeigt wieder alle</translation>
    </message>
    <message>
        <source>Press the new key; Backspace takes the key away, Escape goes back to the list</source>
        <translation>Die neue Taste drücken; die Rücktaste nimmt die Taste weg, Escape führt zur Liste zurück</translation>
    </message>
    <message>
        <source>Put every key back that LeukView came with</source>
        <translation>Jede mitgelieferte Taste wiederherstellen</translation>
    </message>
    <message>
        <source>Put the key back that LeukView came with</source>
        <translation>Die mitgelieferte Taste wiederherstellen</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Shipped key</source>
        <translation>Mitgelieferte Taste</translation>
    </message>
    <message>
        <source>Show every action and class</source>
        <translation>Jede Aktion und Klasse zeigen</translation>
    </message>
    <message>
        <source>Show {what}</source>
        <translation>Zeigen: {what}</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Tauschen</translation>
    </message>
    <message>
        <source>Swap keys</source>
        <translation>Tasten tauschen</translation>
    </message>
    <message>
        <source>Swap: give it {old}</source>
        <translation>Tauschen: gegen {old}</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Take the key away</source>
        <translation>Die Taste wegnehmen</translation>
    </message>
    <message>
        <source>Take the keys of such a file</source>
        <translation>Die Tasten einer solchen Datei übernehmen</translation>
    </message>
    <message>
        <source>That cannot be: of ‘{name}’, {why}. Give one of them another key first.</source>
        <translation>Das geht nicht: bei „{name}“, {why}. Geben Sie zuerst einem davon eine andere Taste.</translation>
    </message>
    <message>
        <source>The other is left without a key</source>
        <translation>Der andere bleibt ohne Taste</translation>
    </message>
    <message>
        <source>This key is fixed, in ‘{page}’ alone.</source>
        <translation>Diese Taste ist fest, allein in „{page}“.</translation>
    </message>
    <message>
        <source>Use these keys from now on</source>
        <translation>Diese Tasten von jetzt an verwenden</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Write your keys to a small file, for another computer</source>
        <translation>Ihre Tasten in eine kleine Datei schreiben, für einen anderen Computer</translation>
    </message>
    <message>
        <source>Written to {path}.</source>
        <translation>Geschrieben nach {path}.</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>no action or class of this LeukView</source>
        <translation>keine Aktion oder Klasse dieses LeukView</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>or press a key here</source>
        <translation>oder hier eine Taste drücken</translation>
    </message>
    <message>
        <source>{key} does nothing yet.</source>
        <translation>{key} tut noch nichts.</translation>
    </message>
    <message>
        <source>{n:,} keys taken from {name}.</source>
        <translation>{n:,} Tasten aus {name} übernommen.</translation>
    </message>
    <message>
        <source>{shown} is a second key of ‘{name}’, and stays so. Give that another key first.</source>
        <translation>{shown} ist eine zweite Taste von „{name}“ und bleibt es. Geben Sie diesem zuerst eine andere Taste.</translation>
    </message>
    <message>
        <source>{shown} is the key of ‘{name}’.</source>
        <translation>{shown} ist die Taste von „{name}“.</translation>
    </message>
    <message>
        <source>{shown} moves about, edits text or sizes the picture, whatever is open.</source>
        <translation>{shown} dient immer der Bewegung, dem Textbearbeiten oder der Bildgröße.</translation>
    </message>
    <message>
        <source>{words} Not taken: {left}.</source>
        <translation>{words} Nicht übernommen: {left}.</translation>
    </message>
    <message>
        <source>‘{name}’ has {key} now, ‘{owner}’ {words}.</source>
        <translation>„{name}“ hat jetzt {key}, „{owner}“ {words}.</translation>
    </message>
    <message>
        <source>‘{name}’ has {words} now.</source>
        <translation>„{name}“ hat jetzt {words}.</translation>
    </message>
</context>
<context>
    <name>Laboratory</name>
    <message>
        <source>&amp;Count</source>
        <translation>&amp;Zählziel</translation>
    </message>
    <message>
        <source>&amp;Laboratory</source>
        <translation>&amp;Labor</translation>
    </message>
    <message>
        <source>&amp;Outlining model</source>
        <translation>&amp;Umrissmodell</translation>
    </message>
    <message>
        <source>&amp;Reader</source>
        <translation>&amp;Befunder</translation>
    </message>
    <message>
        <source>A number from {least:g} to {most:g}</source>
        <translation>Eine Zahl von {least:g} bis {most:g}</translation>
    </message>
    <message>
        <source>Ask for a second reader before signing</source>
        <translation>Vor dem Signieren einen Zweitbefunder verlangen</translation>
    </message>
    <message>
        <source>Choose an outlining model</source>
        <translation>Umrissmodell wählen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählziel</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>Nobody can sign before another person has read the case, blind to the first</source>
        <translation>Niemand kann signieren, bevor eine andere Person den Fall ohne Sicht auf die erste befundet hat</translation>
    </message>
    <message>
        <source>Not known: sizes are in pixels</source>
        <translation>Nicht bekannt: Größen sind in Pixeln</translation>
    </message>
    <message>
        <source>Outlines cells in ‘Edit mask’ in place of the shipped model: sam_vit_b_01ec64.pth, sam_vit_l_0b3195.pth or sam_vit_h_4b8939.pth, as Meta publishes them</source>
        <translation>Umreißt Zellen in „Maske bearbeiten“ anstelle des mitgelieferten Modells: sam_vit_b_01ec64.pth, sam_vit_l_0b3195.pth oder sam_vit_h_4b8939.pth, wie Meta sie veröffentlicht</translation>
    </message>
    <message>
        <source>Outlining model</source>
        <translation>Umrissmodell</translation>
    </message>
    <message>
        <source>Pixel si&amp;ze, µm</source>
        <translation>Pixel&amp;größe, µm</translation>
    </message>
    <message>
        <source>Pixel size in µm</source>
        <translation>Pixelgröße in µm</translation>
    </message>
    <message>
        <source>Reading the ranges…</source>
        <translation>Bereiche werden gelesen…</translation>
    </message>
    <message>
        <source>Reference r&amp;anges</source>
        <translation>Re&amp;ferenzbereiche</translation>
    </message>
    <message>
        <source>Reference ranges</source>
        <translation>Referenzbereiche</translation>
    </message>
    <message>
        <source>Reference ranges (*.toml)</source>
        <translation>Referenzbereiche (*.toml)</translation>
    </message>
    <message>
        <source>SAM checkpoints (*.pth)</source>
        <translation>SAM-Checkpoints (*.pth)</translation>
    </message>
    <message>
        <source>Save a copy to edit…</source>
        <translation>Kopie speichern…</translation>
    </message>
    <message>
        <source>Save the shipped ranges</source>
        <translation>Die mitgelieferten Bereiche speichern</translation>
    </message>
    <message>
        <source>Shipped adult ranges</source>
        <translation>Mitgelieferte Bereiche für Erwachsene</translation>
    </message>
    <message>
        <source>Side of one pixel in µm, from your microscope&apos;s or analyser&apos;s manual or a stage micrometer, e.g. 0.1; used only for pictures whose files do not say it themselves, and on screen only</source>
        <translation>Kantenlänge eines Pixels in µm, aus dem Handbuch Ihres Mikroskops oder Analysegeräts oder von einem Objektmikrometer, z. B. 0.1; nur für Bilder, deren Dateien es nicht selbst sagen, und nur auf dem Bildschirm</translation>
    </message>
    <message>
        <source>The shipped one (compact SAM)</source>
        <translation>Das mitgelieferte (kompaktes SAM)</translation>
    </message>
    <message>
        <source>Use shipped</source>
        <translation>Mitgelieferte</translation>
    </message>
    <message>
        <source>Use the shipped outlining model</source>
        <translation>Mitgeliefertes Umrissmodell verwenden</translation>
    </message>
    <message>
        <source>White cells to count before signing; CLSI H20: 200 is advised, 400 a reference count</source>
        <translation>Leukozyten, die vor dem Signieren zu zählen sind; CLSI H20: 200 sind empfohlen, 400 eine Referenzzählung</translation>
    </message>
    <message>
        <source>Write the shipped ranges to a file that you can change in any text editor</source>
        <translation>Die mitgelieferten Bereiche in eine Datei schreiben, die Sie in jedem Texteditor ändern können</translation>
    </message>
    <message>
        <source>{chosen} cannot be written ({strerror}). Choose another folder.</source>
        <translation>{chosen} kann nicht geschrieben werden ({strerror}). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{count} white cells</source>
        <translation>{count} Leukozyten</translation>
    </message>
    <message>
        <source>{name}, per cent: </source>
        <translation>{name}, Prozent: </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>A case found again</source>
        <translation>Ein Fall wurde wiedergefunden</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>Einen Bilderordner öffnen</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>The window is laid out as it came. No case was changed.</source>
        <translation>Das Fenster ist angeordnet wie ausgeliefert. Kein Fall wurde geändert.</translation>
    </message>
    <message>
        <source>{n:,} alike selected</source>
        <translation>{n:,} ähnliche ausgewählt</translation>
    </message>
</context>
<context>
    <name>Measurements</name>
    <message>
        <source>, as the file says</source>
        <translation>, laut Datei</translation>
    </message>
    <message>
        <source>, as the laboratory says</source>
        <translation>, laut Labor</translation>
    </message>
    <message>
        <source>4πA/P² of the nucleus; 1 for a circle</source>
        <translation>4πA/P² des Kerns; 1 für einen Kreis</translation>
    </message>
    <message>
        <source>Area of the cytoplasm</source>
        <translation>Fläche des Zytoplasmas</translation>
    </message>
    <message>
        <source>Area of the nucleus</source>
        <translation>Fläche des Kerns</translation>
    </message>
    <message>
        <source>Circularity</source>
        <translation>Rundheit</translation>
    </message>
    <message>
        <source>Cytoplasm</source>
        <translation>Zytoplasma</translation>
    </message>
    <message>
        <source>Diameter</source>
        <translation>Durchmesser</translation>
    </message>
    <message>
        <source>Diameter of the circle with the whole cell&apos;s area</source>
        <translation>Durchmesser des Kreises mit der Fläche der ganzen Zelle</translation>
    </message>
    <message>
        <source>Lobes</source>
        <translation>Segmente</translation>
    </message>
    <message>
        <source>Mean colour of the {name}: {words}</source>
        <translation>Mittlere Farbe ({name}): {words}</translation>
    </message>
    <message>
        <source>N:C ratio</source>
        <translation>N:C</translation>
    </message>
    <message>
        <source>Nuclear lobes; 1 for an unlobed nucleus</source>
        <translation>Kernsegmente; 1 für einen unsegmentierten Kern</translation>
    </message>
    <message>
        <source>Nucleus</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>Nucleus area ÷ cytoplasm area</source>
        <translation>Kernfläche ÷ Zytoplasmafläche</translation>
    </message>
    <message>
        <source>cytoplasm</source>
        <translation>Zytoplasma</translation>
    </message>
    <message>
        <source>in source pixels; the file does not say how large they are (Laboratory… can, Ctrl+,)</source>
        <translation>in Pixeln der Quelle; die Datei sagt nicht, wie groß sie sind („Labor…“ kann es, Ctrl+,)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>nucleus</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>{area:,} px²</source>
        <translation>{area:,} px²</translation>
    </message>
    <message>
        <source>{diameter_px:.0f} px</source>
        <translation>{diameter_px:.0f} px</translation>
    </message>
    <message>
        <source>{pixels} at {pixel_um:.3g} µm a pixel{who}</source>
        <translation>{pixels} bei {pixel_um:.3g} µm je Pixel{who}</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Combine slides…</source>
        <translation>Objektträger zusammenfassen…</translation>
    </message>
    <message>
        <source>Confirm the rest of {name}…</source>
        <translation>Rest von {name} bestätigen…</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Details…</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Ausklappen</translation>
    </message>
    <message>
        <source>Grid of {name}</source>
        <translation>Raster von {name}</translation>
    </message>
    <message>
        <source>Label as</source>
        <translation>Zuordnen als</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Put back on the list</source>
        <translation>Wieder auf die Liste setzen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>Select all {n:,} of {name}</source>
        <translation>Alle {n:,} auswählen: {name}</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model card: {model_id}</source>
        <translation>Modellkarte: {model_id}</translation>
    </message>
</context>
<context>
    <name>Morphology</name>
    <message>
        <source>Seen: nothing the network is sure of</source>
        <translation>Gesehen: nichts, dessen das Netz sicher ist</translation>
    </message>
    <message>
        <source>Seen: {words}</source>
        <translation>Gesehen: {words}</translation>
    </message>
    <message>
        <source>Speaks against {name}: {seen}. Look again.</source>
        <translation>Spricht gegen {name}: {seen}. Sehen Sie noch einmal hin.</translation>
    </message>
    <message>
        <source>What the network sees in this cell, each with its probability; learnt from normal white cells of one laboratory</source>
        <translation>Was das Netz in dieser Zelle sieht, jeweils mit Wahrscheinlichkeit; gelernt an normalen Leukozyten eines Labors</translation>
    </message>
</context>
<context>
    <name>Neighbours</name>
    <message>
        <source>Neighbours in file order</source>
        <translation>Nachbarn in Dateireihenfolge</translation>
    </message>
</context>
<context>
    <name>Nothing</name>
    <message>
        <source>Cells appear here as they are analysed.</source>
        <translation>Hier erscheinen Zellen, während sie analysiert werden.</translation>
    </message>
    <message>
        <source>Cells may be too small or too pale in them, or these are no images of a stained smear.</source>
        <translation>Vielleicht sind die Zellen darin zu klein oder zu blass, oder es sind keine Bilder eines gefärbten Ausstrichs.</translation>
    </message>
    <message>
        <source>JPEG, PNG, BMP, TIFF and WebP images, in folders within folders too</source>
        <translation>JPEG-, PNG-, BMP-, TIFF- und WebP-Bilder, auch in Unterordnern</translation>
    </message>
    <message>
        <source>No cell was found in the image.</source>
        <translation>In dem Bild wurde keine Zelle gefunden.</translation>
    </message>
    <message>
        <source>No cell was found in the {n:,} images.</source>
        <translation>In den {n:,} Bildern wurde keine Zelle gefunden.</translation>
    </message>
    <message>
        <source>None of the {n:,} files could be read.

‘{n:,} files not read’ below says why.</source>
        <translation>Keine der {n:,} Dateien konnte gelesen werden.

„{n:,} Dateien nicht gelesen“ unten sagt, warum.</translation>
    </message>
    <message>
        <source>Nothing was analysed yet.

‘Analyse again’ (Ctrl+R) begins.</source>
        <translation>Es wurde noch nichts analysiert.

„Erneut analysieren“ (Ctrl+R) beginnt.</translation>
    </message>
    <message>
        <source>The only file could not be read.

‘{n:,} file not read’ below says why.</source>
        <translation>Die einzige Datei konnte nicht gelesen werden.

„{n:,} Datei nicht gelesen“ unten sagt, warum.</translation>
    </message>
    <message>
        <source>There is no image in {folder}.

LeukView opens {kinds}. Drop another folder here, or open one (Ctrl+O).</source>
        <translation>In {folder} ist kein Bild.

LeukView öffnet {kinds}. Ziehen Sie einen anderen Ordner hierher, oder öffnen Sie einen (Ctrl+O).</translation>
    </message>
    <message>
        <source>This case has no fields.

Its images each show a single cell, so there is no place around them to look at. Open a folder of microscope fields to see cells where they lie.</source>
        <translation>Dieser Fall hat keine Gesichtsfelder.

Seine Bilder zeigen je eine einzelne Zelle; es gibt keine Umgebung zu sehen. Öffnen Sie einen Ordner mit Gesichtsfeldern, um Zellen dort zu sehen, wo sie liegen.</translation>
    </message>
    <message>
        <source>This case has no fields.

No image of it was read. ‘Fields’ goes back to the gallery, which says why.</source>
        <translation>Dieser Fall hat keine Gesichtsfelder.

Kein Bild von ihm wurde gelesen. „Gesichtsfelder“ führt zur Galerie zurück, die sagt, warum.</translation>
    </message>
    <message>
        <source>‘Fields’ (Ctrl+5) shows what was looked at; ‘Add cell’ (Ctrl+D) draws a cell there by hand.</source>
        <translation>„Gesichtsfelder“ (Ctrl+5) zeigt, was angesehen wurde; „Zelle hinzufügen“ (Ctrl+D) zeichnet dort eine Zelle von Hand.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>LeukView made a mistake</source>
        <translation>LeukView hat einen Fehler gemacht</translation>
    </message>
    <message>
        <source>Something on this computer stands in the way</source>
        <translation>Etwas auf diesem Computer steht im Weg</translation>
    </message>
    <message>
        <source>This could not be used</source>
        <translation>Dies konnte nicht verwendet werden</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>,</source>
        <translation>&#x202f;</translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>Click adds, right-click takes away, drag draws a box, Enter uses it, Escape cancels</source>
        <translation>Klick fügt hinzu, Rechtsklick nimmt weg, Ziehen zeichnet einen Rahmen, Enter verwendet ihn, Escape bricht ab</translation>
    </message>
    <message>
        <source>Click adds, right-click takes away, drag draws a box.</source>
        <translation>Klick fügt hinzu, Rechtsklick nimmt weg, Ziehen zeichnet einen Rahmen.</translation>
    </message>
    <message>
        <source>Click: add · right-click or Alt+click: take away · drag: box · Backspace: take the last back · Enter: use it · Esc: cancel</source>
        <translation>Klick: hinzufügen · Rechtsklick oder Alt+Klick: wegnehmen · Ziehen: Rahmen · Rücktaste: das Letzte zurücknehmen · Enter: verwenden · Esc: abbrechen</translation>
    </message>
    <message>
        <source>Edit the outline of the nucleus</source>
        <translation>Den Umriss des Kerns bearbeiten</translation>
    </message>
    <message>
        <source>Edit the outline of the whole cell</source>
        <translation>Den Umriss der ganzen Zelle bearbeiten</translation>
    </message>
    <message>
        <source>Editing the outline</source>
        <translation>Umriss wird bearbeitet</translation>
    </message>
    <message>
        <source>Getting ready… You can click already.</source>
        <translation>Wird vorbereitet… Sie können schon klicken.</translation>
    </message>
    <message>
        <source>Go back to the outline that the segmenter found</source>
        <translation>Zum Umriss der Segmentierung zurückkehren</translation>
    </message>
    <message>
        <source>Leave the outline as it was (Esc)</source>
        <translation>Den Umriss lassen, wie er war (Esc)</translation>
    </message>
    <message>
        <source>Make this the cell&apos;s outline (Enter)</source>
        <translation>Dies zum Umriss der Zelle machen (Enter)</translation>
    </message>
    <message>
        <source>Nucleus</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>Outline being edited</source>
        <translation>Umriss in Bearbeitung</translation>
    </message>
    <message>
        <source>Outlining…</source>
        <translation>Wird umrissen…</translation>
    </message>
    <message>
        <source>Segmenter&apos;s outline</source>
        <translation>Ursprünglicher Umriss</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>What you drew on {id} is kept, but not used yet: Ctrl+4 on that cell goes on.</source>
        <translation>Was Sie an {id} gezeichnet haben, bleibt erhalten, wird aber noch nicht verwendet: Ctrl+4 an dieser Zelle führt fort.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
</context>
<context>
    <name>PageKeys</name>
    <message>
        <source>A class without a key</source>
        <translation>Eine Klasse ohne Taste</translation>
    </message>
    <message>
        <source>Back to an answer</source>
        <translation>Zurück zu einer Antwort</translation>
    </message>
    <message>
        <source>Cells side by side</source>
        <translation>Zellen nebeneinander</translation>
    </message>
    <message>
        <source>Compare a miss</source>
        <translation>Einen Fehler vergleichen</translation>
    </message>
    <message>
        <source>Delete the set</source>
        <translation>Sammlung löschen</translation>
    </message>
    <message>
        <source>Editing an outline</source>
        <translation>Beim Bearbeiten eines Umrisses</translation>
    </message>
    <message>
        <source>Enlarge the cell</source>
        <translation>Zelle groß zeigen</translation>
    </message>
    <message>
        <source>Export the result</source>
        <translation>Ergebnis exportieren</translation>
    </message>
    <message>
        <source>Export the set</source>
        <translation>Sammlung exportieren</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>Wieder vorwärts</translation>
    </message>
    <message>
        <source>Go to this point</source>
        <translation>Zu diesem Punkt</translation>
    </message>
    <message>
        <source>Import cells</source>
        <translation>Zellen importieren</translation>
    </message>
    <message>
        <source>In a field</source>
        <translation>Im Gesichtsfeld</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>Im Verlauf</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Lassen, wie er war</translation>
    </message>
    <message>
        <source>Move the field</source>
        <translation>Gesichtsfeld verschieben</translation>
    </message>
    <message>
        <source>Move the frame</source>
        <translation>Rahmen verschieben</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>Neue Sammlung</translation>
    </message>
    <message>
        <source>Next cell of the quiz</source>
        <translation>Nächste Zelle im Quiz</translation>
    </message>
    <message>
        <source>Note on the cell</source>
        <translation>Notiz zur Zelle</translation>
    </message>
    <message>
        <source>Page of reference cells</source>
        <translation>Seite der Referenzzellen</translation>
    </message>
    <message>
        <source>Page of the quiz</source>
        <translation>Seite des Quiz</translation>
    </message>
    <message>
        <source>Redo in the sets</source>
        <translation>In den Sammlungen wiederholen</translation>
    </message>
    <message>
        <source>Remove cells</source>
        <translation>Zellen herausnehmen</translation>
    </message>
    <message>
        <source>Rename the set</source>
        <translation>Sammlung umbenennen</translation>
    </message>
    <message>
        <source>Result of a quiz</source>
        <translation>Ergebnis eines Quiz</translation>
    </message>
    <message>
        <source>Show the whole field</source>
        <translation>Das ganze Gesichtsfeld</translation>
    </message>
    <message>
        <source>Show true pixels</source>
        <translation>Wahre Bildpunkte</translation>
    </message>
    <message>
        <source>Take the last click back</source>
        <translation>Letzten Klick zurücknehmen</translation>
    </message>
    <message>
        <source>The program&apos;s own score</source>
        <translation>Das Ergebnis des Programms</translation>
    </message>
    <message>
        <source>Undo in the sets</source>
        <translation>In den Sammlungen zurücknehmen</translation>
    </message>
    <message>
        <source>Use the outline</source>
        <translation>Umriss verwenden</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>arrows</source>
        <translation>Pfeile</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Choose {fewest} to {most} cells to compare; {n:,} chosen now.</source>
        <translation>Wählen Sie {fewest} bis {most} Zellen zum Vergleichen; jetzt sind {n:,} ausgewählt.</translation>
    </message>
    <message>
        <source>Looking for the odd ones among {n:,} cells of {name}…</source>
        <translation>Suche die auffälligen unter {n:,} Zellen der Klasse {name}…</translation>
    </message>
    <message>
        <source>No cell is chosen, so there is no class to show.</source>
        <translation>Keine Zelle ist ausgewählt, also gibt es keine Klasse zu zeigen.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>A few letters are enough: beginnings of words, in any order. Arrows choose, Enter does it</source>
        <translation>Wenige Buchstaben genügen: Wortanfänge in beliebiger Reihenfolge. Pfeile wählen, Enter führt aus</translation>
    </message>
    <message>
        <source>AI: {called}</source>
        <translation>KI: {called}</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Alle Zellen</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Cases: {label}</source>
        <translation>Fälle: {label}</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Gallery: {words}</source>
        <translation>Galerie: {words}</translation>
    </message>
    <message>
        <source>Grid of {name}</source>
        <translation>Raster von {name}</translation>
    </message>
    <message>
        <source>Label as {name}</source>
        <translation>Als {name} zuordnen</translation>
    </message>
    <message>
        <source>List of cases</source>
        <translation>Fallliste</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>No cell is chosen</source>
        <translation>Keine Zelle ist ausgewählt</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Nicht gezählt</translation>
    </message>
    <message>
        <source>Nothing is called so. Try fewer letters, or another word.</source>
        <translation>Nichts heißt so. Versuchen Sie weniger Buchstaben oder ein anderes Wort.</translation>
    </message>
    <message>
        <source>Only while the list of cases is on show</source>
        <translation>Nur während die Fallliste gezeigt wird</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Page · {n:,} cell</source>
        <translation>Seite · {n:,} Zelle</translation>
    </message>
    <message>
        <source>Page · {n:,} cells</source>
        <translation>Seite · {n:,} Zellen</translation>
    </message>
    <message>
        <source>Right click on a cell</source>
        <translation>Rechtsklick auf eine Zelle</translation>
    </message>
    <message>
        <source>Top bar</source>
        <translation>Obere Leiste</translation>
    </message>
    <message>
        <source>Type what you want to do: a command, a class, a page, a case or a cell</source>
        <translation>Eingeben, was Sie tun möchten: Befehl, Klasse, Seite, Fall oder Zelle</translation>
    </message>
    <message>
        <source>Walk with the arrows while you type, and do it with Enter (Up, Down)</source>
        <translation>Während der Eingabe mit den Pfeilen gehen, mit Enter ausführen (Up, Down)</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>Was möglich ist</translation>
    </message>
    <message>
        <source>cell {current}</source>
        <translation>Zelle {current}</translation>
    </message>
    <message>
        <source>not now: {why_not}</source>
        <translation>nicht jetzt: {why_not}</translation>
    </message>
    <message>
        <source>reader: {given}</source>
        <translation>Befunder: {given}</translation>
    </message>
    <message>
        <source>{chosen:,} chosen cells</source>
        <translation>{chosen:,} ausgewählte Zellen</translation>
    </message>
    <message>
        <source>↑ ↓ choose · Enter does it · Esc closes</source>
        <translation>↑ ↓ wählen · Enter führt aus · Esc schließt</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Add to every level</source>
        <translation>Zu jeder Stufe hinzufügen</translation>
    </message>
    <message>
        <source>Adjust the picture on screen</source>
        <translation>Das Bild auf dem Bildschirm anpassen</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Brighten or darken the middle levels; black and white stay</source>
        <translation>Die mittleren Stufen aufhellen oder abdunkeln; Schwarz und Weiß bleiben</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Click an empty part of the cell&apos;s picture: its colour becomes grey</source>
        <translation>Auf eine leere Stelle im Bild der Zelle klicken: Ihre Farbe wird grau</translation>
    </message>
    <message>
        <source>Click an empty part of the picture · Esc leaves it</source>
        <translation>Auf eine leere Stelle des Bildes klicken · Esc bricht ab</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Hold for the original</source>
        <translation>Für Original halten</translation>
    </message>
    <message>
        <source>Leave the colours as the file has them</source>
        <translation>Die Farben lassen, wie die Datei sie hat</translation>
    </message>
    <message>
        <source>Move levels away from the middle grey</source>
        <translation>Stufen vom mittleren Grau entfernen</translation>
    </message>
    <message>
        <source>No background was found to balance the white by.</source>
        <translation>Es wurde kein Hintergrund für den Weißabgleich gefunden.</translation>
    </message>
    <message>
        <source>On screen only: the file, the analysis and every export stay as they are.</source>
        <translation>Nur auf dem Bildschirm: Datei, Analyse und jeder Export bleiben unverändert.</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Picture adjusted</source>
        <translation>Bild angepasst</translation>
    </message>
    <message>
        <source>Picture on screen</source>
        <translation>Bild auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Pictures are adjusted again.</source>
        <translation>Bilder sind wieder angepasst.</translation>
    </message>
    <message>
        <source>Pictures are shown as they are. The same key brings the adjustment back.</source>
        <translation>Bilder werden unverändert gezeigt. Dieselbe Taste stellt die Anpassung wieder her.</translation>
    </message>
    <message>
        <source>Point at background…</source>
        <translation>Hintergrund zeigen…</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>See pictures as they are while this is held</source>
        <translation>Bilder unverändert sehen, solange dies gehalten wird</translation>
    </message>
    <message>
        <source>Show each case&apos;s own empty background as grey</source>
        <translation>Den leeren Hintergrund jedes Falls als Grau zeigen</translation>
    </message>
    <message>
        <source>Show pictures as they are; once more brings this back</source>
        <translation>Bilder unverändert zeigen; noch einmal stellt dies wieder her</translation>
    </message>
    <message>
        <source>Show the colour that you pointed at as grey, in every case</source>
        <translation>Die gezeigte Farbe in jedem Fall als Grau zeigen</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>{colour} is shown as grey</source>
        <translation>{colour} wird als Grau gezeigt</translation>
    </message>
    <message>
        <source>{tip}. Arrow keys move it, Home and End go to its ends</source>
        <translation>{tip}. Pfeiltasten bewegen ihn, Pos1 und Ende gehen an seine Enden</translation>
    </message>
</context>
<context>
    <name>Pipelines</name>
    <message>
        <source> · next: {chosen}</source>
        <translation> · als Nächstes: {chosen}</translation>
    </message>
    <message>
        <source> ‘Analyse again’ calls this case&apos;s anew; your labels stay.</source>
        <translation> „Erneut analysieren“ ordnet die Zellen dieses Falls neu zu; Ihre Zuordnungen bleiben.</translation>
    </message>
    <message>
        <source>A network names the cell, a second the lineage of its blasts where it has weights (Boldú et al. 2021).</source>
        <translation>Ein Netz benennt die Zelle, ein zweites die Linie ihrer Blasten, wo es Gewichte hat (Boldú et al. 2021).</translation>
    </message>
    <message>
        <source>A network never trained on cells, and one neuron that was, give each cell one probability (Hassan et al. 2024).</source>
        <translation>Ein nie an Zellen trainiertes Netz und ein daran trainiertes Neuron geben jeder Zelle eine Wahrscheinlichkeit (Hassan et al. 2024).</translation>
    </message>
    <message>
        <source>Analyse the open case again with it; your labels stay</source>
        <translation>Den geöffneten Fall damit erneut analysieren; Ihre Zuordnungen bleiben</translation>
    </message>
    <message>
        <source>Choose a pipeline</source>
        <translation>Pipeline wählen</translation>
    </message>
    <message>
        <source>Finds every nucleated cell of a field, sets the uncountable and crushed aside, types and counts the rest (Zhou et al. 2021).</source>
        <translation>Findet jede kernhaltige Zelle eines Gesichtsfelds, stellt nicht zählbare und gequetschte zurück, bestimmt und zählt die übrigen (Zhou et al. 2021).</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>Modellkarte…</translation>
    </message>
    <message>
        <source>Networks of two kinds vote on each cell&apos;s type (Park et al. 2024).</source>
        <translation>Netze zweier Arten stimmen über den Typ jeder Zelle ab (Park et al. 2024).</translation>
    </message>
    <message>
        <source>Outlines each cell, hides the rest, and asks down a tree: benign or malignant, then which (Yan et al. 2025).</source>
        <translation>Umreißt jede Zelle, blendet den Rest aus und fragt einen Baum hinab: benigne oder maligne, dann welcher Typ (Yan et al. 2025).</translation>
    </message>
    <message>
        <source>Outlines each cell, then two networks name its type among all classes their training data support.</source>
        <translation>Umreißt jede Zelle, dann benennen zwei Netze ihren Typ unter allen Klassen, die ihre Trainingsdaten tragen.</translation>
    </message>
    <message>
        <source>Pipelines</source>
        <translation>Pipelines</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>What the marked pipeline&apos;s weights were trained on, what they reach, and where they fail</source>
        <translation>Womit die Gewichte der markierten Pipeline trainiert wurden, was sie erreichen und wo sie versagen</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>its weights are missing</source>
        <translation>Gewichte fehlen</translation>
    </message>
    <message>
        <source>its weights cannot be used</source>
        <translation>Gewichte nicht verwendbar</translation>
    </message>
    <message>
        <source>needs your data</source>
        <translation>braucht Ihre Daten</translation>
    </message>
    <message>
        <source>{about}
Weights: {model} ({model_id}).</source>
        <translation>{about}
Gewichte: {model} ({model_id}).</translation>
    </message>
    <message>
        <source>{title} analyses from now on.{more}</source>
        <translation>{title} analysiert von jetzt an.{more}</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source> · {chosen:,} selected</source>
        <translation> · {chosen:,} ausgewählt</translation>
    </message>
    <message>
        <source> · {far:,} out of domain</source>
        <translation> · {far:,} außerhalb des Trainingsbereichs</translation>
    </message>
    <message>
        <source>Analysing {done:,} of {total:,}</source>
        <translation>Analysiere {done:,} von {total:,}</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>The laboratory&apos;s target: {count} white cells. Case details set another for this case.</source>
        <translation>Ziel des Labors: {count} Leukozyten. Die Falldaten legen für diesen Fall ein anderes fest.</translation>
    </message>
    <message>
        <source>This case&apos;s own target: {count} white cells; the laboratory&apos;s is {laboratory}. Case details change it.</source>
        <translation>Eigenes Ziel dieses Falls: {count} Leukozyten; das des Labors ist {laboratory}. Die Falldaten ändern es.</translation>
    </message>
    <message>
        <source>This smear is unlike the training images</source>
        <translation>Dieser Ausstrich ist den Trainingsbildern unähnlich</translation>
    </message>
    <message>
        <source>patient {patient}</source>
        <translation>Patient {patient}</translation>
    </message>
    <message>
        <source>slide {slide}</source>
        <translation>Objektträger {slide}</translation>
    </message>
    <message>
        <source>{total:,} cells · {reviewed:,} reviewed</source>
        <translation>{total:,} Zellen · {reviewed:,} geprüft</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files that could not be used</source>
        <translation>Dateien, die nicht verwendet werden konnten</translation>
    </message>
    <message>
        <source>The rest of the case was analysed. These files were left out, and the report lists them too.</source>
        <translation>Der Rest des Falls wurde analysiert. Diese Dateien blieben unberücksichtigt; auch der Bericht führt sie auf.</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Drawing cells</source>
        <translation>Zellen werden gezeichnet</translation>
    </message>
    <message>
        <source>Drawing fields</source>
        <translation>Gesichtsfelder werden gezeichnet</translation>
    </message>
    <message>
        <source>analysing</source>
        <translation>Analyse läuft</translation>
    </message>
    <message>
        <source>calling cells</source>
        <translation>Zellen werden zugeordnet</translation>
    </message>
    <message>
        <source>checking images</source>
        <translation>Bilder werden geprüft</translation>
    </message>
    <message>
        <source>copying cells</source>
        <translation>Zellen werden kopiert</translation>
    </message>
    <message>
        <source>counting cells</source>
        <translation>Zellen werden gezählt</translation>
    </message>
    <message>
        <source>cross-validating</source>
        <translation>Kreuzvalidierung läuft</translation>
    </message>
    <message>
        <source>epoch {n}, loss {loss}</source>
        <translation>Epoche {n}, Verlust {loss}</translation>
    </message>
    <message>
        <source>explaining calls</source>
        <translation>Zuordnungen werden erklärt</translation>
    </message>
    <message>
        <source>finding cells</source>
        <translation>Zellen werden gesucht</translation>
    </message>
    <message>
        <source>fitting</source>
        <translation>Anpassung läuft</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>looking at labelled cells</source>
        <translation>Zugeordnete Zellen werden betrachtet</translation>
    </message>
    <message>
        <source>looking for cells</source>
        <translation>Zellen werden gesucht</translation>
    </message>
    <message>
        <source>looking for images</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>Messung läuft</translation>
    </message>
    <message>
        <source>measuring fields</source>
        <translation>Gesichtsfelder werden gemessen</translation>
    </message>
    <message>
        <source>outlining</source>
        <translation>Umrisse werden gezeichnet</translation>
    </message>
    <message>
        <source>reading cells</source>
        <translation>Zellen werden gelesen</translation>
    </message>
    <message>
        <source>reading fields</source>
        <translation>Gesichtsfelder werden gelesen</translation>
    </message>
    <message>
        <source>reading images through the frozen network</source>
        <translation>Bilder werden durch das eingefrorene Netz gelesen</translation>
    </message>
    <message>
        <source>reading labelled cells</source>
        <translation>Zugeordnete Zellen werden gelesen</translation>
    </message>
    <message>
        <source>reading labels</source>
        <translation>Zuordnungen werden gelesen</translation>
    </message>
    <message>
        <source>reading masks and boxes</source>
        <translation>Masken und Rahmen werden gelesen</translation>
    </message>
    <message>
        <source>the program answers</source>
        <translation>Das Programm antwortet</translation>
    </message>
    <message>
        <source>writing cells</source>
        <translation>Zellen werden geschrieben</translation>
    </message>
    <message>
        <source>writing heat maps</source>
        <translation>Heatmaps werden geschrieben</translation>
    </message>
    <message>
        <source>writing masks</source>
        <translation>Masken werden geschrieben</translation>
    </message>
    <message>
        <source>writing the report</source>
        <translation>Der Bericht wird geschrieben</translation>
    </message>
    <message>
        <source>writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>{n} images found</source>
        <translation>{n} Bilder gefunden</translation>
    </message>
    <message>
        <source>{part}, epoch {n}, loss {loss}</source>
        <translation>{part}, Epoche {n}, Verlust {loss}</translation>
    </message>
    <message>
        <source>{part}: epoch {n}, loss {loss}</source>
        <translation>{part}: Epoche {n}, Verlust {loss}</translation>
    </message>
</context>
<context>
    <name>Quiz</name>
    <message>
        <source>1 to {most}</source>
        <translation>1 bis {most}</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>Ein neuer Test</translation>
    </message>
    <message>
        <source>After so many seconds a cell counts as not answered; empty for no limit</source>
        <translation>Nach so vielen Sekunden gilt eine Zelle als nicht beantwortet; leer für keine Grenze</translation>
    </message>
    <message>
        <source>All {n} cells are answered.</source>
        <translation>Alle {n} Zellen sind beantwortet.</translation>
    </message>
    <message>
        <source>All {n} cells are answered. ← goes back to change one.</source>
        <translation>Alle {n} Zellen sind beantwortet. ← geht zurück, um eine Antwort zu ändern.</translation>
    </message>
    <message>
        <source>Another class</source>
        <translation>Andere Klasse</translation>
    </message>
    <message>
        <source>Another class…</source>
        <translation>Andere Klasse…</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>By group: {rate}</source>
        <translation>Nach Gruppe: {rate}</translation>
    </message>
    <message>
        <source>Cell {number}</source>
        <translation>Zelle {number}</translation>
    </message>
    <message>
        <source>Cell {number} of the test</source>
        <translation>Zelle {number} des Tests</translation>
    </message>
    <message>
        <source>Cell {number}, synthetic</source>
        <translation>Zelle {number}, synthetisch</translation>
    </message>
    <message>
        <source>Cells answered</source>
        <translation>Beantwortete Zellen</translation>
    </message>
    <message>
        <source>Cells are shown one by one, without the program&apos;s call, file name or note; you press the class&apos;s key. A test can be interrupted and taken up again; its key stays closed until the last answer.</source>
        <translation>Zellen werden einzeln gezeigt, ohne Zuordnung des Programms, Dateiname oder Notiz; Sie drücken die Taste der Klasse. Ein Test kann unterbrochen und wieder aufgenommen werden; die Lösung bleibt bis zur letzten Antwort verborgen.</translation>
    </message>
    <message>
        <source>Cells from</source>
        <translation>Zellen aus</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Classes alike</source>
        <translation>Klassen gleich häufig</translation>
    </message>
    <message>
        <source>Classes that have no key of their own (.)</source>
        <translation>Klassen ohne eigene Taste (.)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa {kappa}, by group {by_group}</source>
        <translation>Cohens Kappa {kappa}, nach Gruppe {by_group}</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Confusions</source>
        <translation>Verwechslungen</translation>
    </message>
    <message>
        <source>Confusions: rows the reference, columns the answers</source>
        <translation>Verwechslungen: Zeilen die Referenz, Spalten die Antworten</translation>
    </message>
    <message>
        <source>End the chosen test without a result; it stays listed as given up</source>
        <translation>Den gewählten Test ohne Ergebnis beenden; er bleibt als aufgegeben aufgeführt</translation>
    </message>
    <message>
        <source>End the test; no answer can be changed afterwards (Enter)</source>
        <translation>Den Test beenden; danach ist keine Antwort mehr änderbar (Enter)</translation>
    </message>
    <message>
        <source>Every cell has its answer.</source>
        <translation>Jede Zelle hat ihre Antwort.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Finish and see the result</source>
        <translation>Beenden und das Ergebnis sehen</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Aufgeben</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on with the chosen test where it was left</source>
        <translation>Den gewählten Test dort fortsetzen, wo er verlassen wurde</translation>
    </message>
    <message>
        <source>In the set&apos;s proportions</source>
        <translation>Im Verhältnis der Sammlung</translation>
    </message>
    <message>
        <source>In {n} sittings</source>
        <translation>In {n} Sitzungen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Leave the test and go on later (Esc)</source>
        <translation>Den Test verlassen und später fortsetzen (Esc)</translation>
    </message>
    <message>
        <source>Let the program sit it</source>
        <translation>Programm antworten lassen</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Misses {n}</source>
        <translation>Fehler {n}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>No miss.</source>
        <translation>Kein Fehler.</translation>
    </message>
    <message>
        <source>Number of cells</source>
        <translation>Anzahl der Zellen</translation>
    </message>
    <message>
        <source>Of its cells, named so</source>
        <translation>Von ihren Zellen so benannt</translation>
    </message>
    <message>
        <source>Of those named so, right</source>
        <translation>Von so benannten richtig</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Unterbrechen</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Quiz</source>
        <translation>Quiz</translation>
    </message>
    <message>
        <source>Quiz result</source>
        <translation>Ergebnis des Quiz</translation>
    </message>
    <message>
        <source>Reference {reference}, answer {answer}: {n}</source>
        <translation>Referenz {reference}, Antwort {answer}: {n}</translation>
    </message>
    <message>
        <source>Reference: {name}. You: {said}.</source>
        <translation>Referenz: {name}. Sie: {said}.</translation>
    </message>
    <message>
        <source>Reference: {reference} ({whose})
Answer: {answer}
Enter compares it with reference cells</source>
        <translation>Referenz: {reference} ({whose})
Antwort: {answer}
Enter vergleicht sie mit Referenzzellen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Result written to {folder}</source>
        <translation>Ergebnis geschrieben nach {folder}</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Right: {name}.</source>
        <translation>Richtig: {name}.</translation>
    </message>
    <message>
        <source>Say who names the cells.</source>
        <translation>Geben Sie an, wer die Zellen benennt.</translation>
    </message>
    <message>
        <source>Seconds for a cell</source>
        <translation>Sekunden je Zelle</translation>
    </message>
    <message>
        <source>See the result of the chosen test</source>
        <translation>Das Ergebnis des gewählten Tests sehen</translation>
    </message>
    <message>
        <source>See what the program calls the same cells (Ctrl+G)</source>
        <translation>Sehen, wie das Programm dieselben Zellen zuordnet (Ctrl+G)</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Show: {name}</source>
        <translation>Zeigen: {name}</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Test finished. It has cells of a case that a second reader reads: its result comes after that.</source>
        <translation>Test abgeschlossen. Er hat Zellen eines Falls, den ein Zweitbefunder befundet: Sein Ergebnis kommt danach.</translation>
    </message>
    <message>
        <source>Test paused, {n} of {total} answered: Ctrl+J goes on.</source>
        <translation>Test unterbrochen, {n} von {total} beantwortet: Ctrl+J setzt ihn fort.</translation>
    </message>
    <message>
        <source>Test {id} given up; it stays listed.</source>
        <translation>Test {id} aufgegeben; er bleibt aufgeführt.</translation>
    </message>
    <message>
        <source>Test {id}, seed {seed}, {kind}: {words}</source>
        <translation>Test {id}, Startwert {seed}, {kind}: {words}</translation>
    </message>
    <message>
        <source>Test: the key at the end</source>
        <translation>Test: Lösung am Ende</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Tests</translation>
    </message>
    <message>
        <source>Tests so far</source>
        <translation>Bisherige Tests</translation>
    </message>
    <message>
        <source>The program answers {number} of {total}</source>
        <translation>Das Programm beantwortet {number} von {total}</translation>
    </message>
    <message>
        <source>The program answers…</source>
        <translation>Das Programm antwortet…</translation>
    </message>
    <message>
        <source>The program&apos;s own: {name}, the same cells</source>
        <translation>Das Programm selbst: {name}, dieselben Zellen</translation>
    </message>
    <message>
        <source>The same seed gives everyone the same cells of the same set, in the same order</source>
        <translation>Derselbe Startwert gibt allen dieselben Zellen derselben Sammlung in derselben Reihenfolge</translation>
    </message>
    <message>
        <source>The set of this test has no other cell of these classes to compare with.</source>
        <translation>Die Sammlung dieses Tests hat keine andere Zelle dieser Klassen zum Vergleichen.</translation>
    </message>
    <message>
        <source>There is no cell to draw from: make a reference set (Ctrl+B), or sign a case.</source>
        <translation>Es gibt keine Zellen zum Ziehen: Legen Sie eine Referenzsammlung an (Ctrl+B), oder signieren Sie einen Fall.</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>Dieser</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training: the key after each cell</source>
        <translation>Training: Lösung nach jeder Zelle</translation>
    </message>
    <message>
        <source>What is this cell?</source>
        <translation>Was ist diese Zelle?</translation>
    </message>
    <message>
        <source>Who names the cells</source>
        <translation>Wer die Zellen benennt</translation>
    </message>
    <message>
        <source>Write the result as PDF and tables (Ctrl+E)</source>
        <translation>Das Ergebnis als PDF und Tabellen schreiben, auf Englisch (Ctrl+E)</translation>
    </message>
    <message>
        <source>Write the result into…</source>
        <translation>Das Ergebnis schreiben in…</translation>
    </message>
    <message>
        <source>You said: {name}.</source>
        <translation>Ihre Antwort: {name}.</translation>
    </message>
    <message>
        <source>another</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurück</translation>
    </message>
    <message>
        <source>covered: a second reading</source>
        <translation>verdeckt: Zweitbefundung</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>vor</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>next</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>unterbrechen</translation>
    </message>
    <message>
        <source>the program&apos;s own score</source>
        <translation>Ergebnis des Programms</translation>
    </message>
    <message>
        <source>{hits} of {total} right</source>
        <translation>{hits} von {total} richtig</translation>
    </message>
    <message>
        <source>{name} ({n:,} cells)</source>
        <translation>{name} ({n:,} Zellen)</translation>
    </message>
    <message>
        <source>{n} answer changed before the end</source>
        <translation>{n} Antwort vor dem Ende geändert</translation>
    </message>
    <message>
        <source>{n} answers changed before the end</source>
        <translation>{n} Antworten vor dem Ende geändert</translation>
    </message>
    <message>
        <source>{n} of {total} answered</source>
        <translation>{n} von {total} beantwortet</translation>
    </message>
    <message>
        <source>{n} without an answer</source>
        <translation>{n} ohne Antwort</translation>
    </message>
    <message>
        <source>{reference}
you: {answer}</source>
        <translation>{reference}
Sie: {answer}</translation>
    </message>
    <message>
        <source>{seconds:.0f} s left</source>
        <translation>noch {seconds:.0f} s</translation>
    </message>
    <message>
        <source>{share:.1f} % (95 % interval {low:.1f}–{high:.1f} %)</source>
        <translation>{share:.1f} % (95-%-Intervall {low:.1f}–{high:.1f} %)</translation>
    </message>
    <message>
        <source>{source} · cell {number} of {total}</source>
        <translation>{source} · Zelle {number} von {total}</translation>
    </message>
    <message>
        <source>{time} in all, {median:.1f} s for the middle cell</source>
        <translation>{time} insgesamt, Median {median:.1f} s je Zelle</translation>
    </message>
</context>
<context>
    <name>QuizGuard</name>
    <message>
        <source>A test is not finished, so its key stays covered.</source>
        <translation>Ein Test ist nicht beendet, daher bleibt seine Lösung verdeckt.</translation>
    </message>
    <message>
        <source>End without a result, then show what was wanted</source>
        <translation>Ohne Ergebnis beenden, dann das Gewünschte zeigen</translation>
    </message>
    <message>
        <source>Give all {n:,} up</source>
        <translation>Alle {n:,} aufgeben</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Test aufgeben</translation>
    </message>
    <message>
        <source>Go on with the test</source>
        <translation>Test fortsetzen</translation>
    </message>
    <message>
        <source>Take the newest one up where it was left</source>
        <translation>Den neuesten dort fortsetzen, wo er verlassen wurde</translation>
    </message>
    <message>
        <source>Test {id}, {reader}: {source}</source>
        <translation>Test {id}, {reader}: {source}</translation>
    </message>
    <message>
        <source>The key is covered</source>
        <translation>Die Lösung ist verdeckt</translation>
    </message>
    <message>
        <source>Until it ends, reference cells and results that hold its cells are not shown. Given up, it stays listed without a result.</source>
        <translation>Bis zu seinem Ende werden Referenzzellen und Ergebnisse, die seine Zellen enthalten, nicht gezeigt. Aufgegeben bleibt er ohne Ergebnis aufgeführt.</translation>
    </message>
    <message>
        <source>{n:,} tests are not finished, so their keys stay covered.</source>
        <translation>{n:,} Tests sind nicht beendet, daher bleiben ihre Lösungen verdeckt.</translation>
    </message>
</context>
<context>
    <name>QuizWords</name>
    <message>
        <source>All of the cells are synthetic, drawn by LeukView: this says nothing of how patients&apos; cells are read.</source>
        <translation>Alle Zellen sind synthetisch, von LeukView gezeichnet: Das sagt nichts darüber, wie Zellen von Patienten befundet werden.</translation>
    </message>
    <message>
        <source>How one person named these cells, without seeing the program&apos;s calls, file names or notes, compared with the labels of the reference. The key was closed until the last answer.</source>
        <translation>Wie eine Person diese Zellen benannt hat, ohne Zuordnungen des Programms, Dateinamen oder Notizen zu sehen, verglichen mit den Zuordnungen der Referenz. Die Lösung blieb bis zur letzten Antwort verborgen.</translation>
    </message>
    <message>
        <source>It is no certificate of competence, no accreditation and no external quality assessment. The reference is somebody&apos;s word and may be wrong. It speaks of these {n} cells; the interval says how far beyond.</source>
        <translation>Es ist kein Kompetenznachweis, keine Akkreditierung und kein Ringversuch. Die Referenz ist die Aussage von Personen und kann falsch sein. Es gilt für diese {n} Zellen; das Intervall sagt, wie weit darüber hinaus.</translation>
    </message>
    <message>
        <source>This was training: the reference was shown after each cell. The figures tell how it went; they are no measure of what the person knew before.</source>
        <translation>Dies war Training: Die Referenz wurde nach jeder Zelle gezeigt. Die Zahlen sagen, wie es lief; sie messen nicht, was die Person vorher wusste.</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>not defined</source>
        <translation>nicht definiert</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>{hits} of {total} = {percent:.1f} % ({low:.1f}–{high:.1f})</source>
        <translation>{hits} von {total} = {percent:.1f} % ({low:.1f}–{high:.1f})</translation>
    </message>
    <message>
        <source>{kappa:.2f} ({low:.2f} to {high:.2f})</source>
        <translation>{kappa:.2f} ({low:.2f} bis {high:.2f})</translation>
    </message>
    <message>
        <source>{n} of the cells are synthetic, drawn by LeukView: this says nothing of how patients&apos; cells are read.</source>
        <translation>{n} der Zellen sind synthetisch, von LeukView gezeichnet: Das sagt nichts darüber, wie Zellen von Patienten befundet werden.</translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message>
        <source>Already on the list. New images in them are analysed.</source>
        <translation>Schon auf der Liste. Neue Bilder darin werden analysiert.</translation>
    </message>
    <message>
        <source>Arriving: {name}</source>
        <translation>Kommt an: {name}</translation>
    </message>
    <message>
        <source>Arriving: {name} and {n} more</source>
        <translation>Kommen an: {name} und {n} weitere</translation>
    </message>
    <message>
        <source>Looking at {n:,} folders…</source>
        <translation>{n:,} Ordner werden angesehen…</translation>
    </message>
    <message>
        <source>Looking at {n:,} folder…</source>
        <translation>{n:,} Ordner wird angesehen…</translation>
    </message>
    <message>
        <source>Received {n:,} cases.</source>
        <translation>{n:,} Fälle eingegangen.</translation>
    </message>
    <message>
        <source>Received {name}.</source>
        <translation>{name} ist eingegangen.</translation>
    </message>
    <message>
        <source>Some of this cannot be opened</source>
        <translation>Einiges davon kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>This cannot be opened</source>
        <translation>Dies kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Watching {folder}</source>
        <translation>Überwacht: {folder}</translation>
    </message>
    <message>
        <source>Watching {n:,} folders</source>
        <translation>{n:,} Ordner überwacht</translation>
    </message>
    <message>
        <source>Watching {n}…</source>
        <translation>{n} überwacht…</translation>
    </message>
    <message>
        <source>What was dropped is no file: a link, a picture or text out of another program. Save it to a folder first, then drop that folder.</source>
        <translation>Was Sie hierher gezogen haben, ist keine Datei: ein Link, ein Bild oder Text aus einem anderen Programm. Speichern Sie es zuerst in einem Ordner, und ziehen Sie dann diesen hierher.</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>A frozen EfficientNet-Lite0, each map&apos;s mean, 128 neurons and one: how likely a cell is a blast.</source>
        <translation>Ein eingefrorenes EfficientNet-Lite0, der Mittelwert jeder Karte, 128 Neuronen und eines: wie wahrscheinlich eine Zelle ein Blast ist.</translation>
    </message>
    <message>
        <source>A frozen ResNet50 at 224 pixels, flattened, 128 neurons and one: how likely a cell is a blast.</source>
        <translation>Ein eingefrorenes ResNet50 bei 224 Pixeln, dazu 128 Neuronen und eines: wie wahrscheinlich eine Zelle ein Blast ist.</translation>
    </message>
    <message>
        <source>A small network tells lymphocytes, monocytes, reactive lymphocytes, abnormal promyelocytes, blasts and granulocytes apart.</source>
        <translation>Ein kleines Netz unterscheidet Lymphozyten, Monozyten, reaktive Lymphozyten, abnorme Promyelozyten, Blasten und Granulozyten.</translation>
    </message>
    <message>
        <source>As boldu2021_compact, and the lineage of a blast, which these data confound with the laboratory.</source>
        <translation>Wie boldu2021_compact, dazu die Linie eines Blasten, die in diesen Daten vom Labor nicht zu trennen ist.</translation>
    </message>
    <message>
        <source>As yan2024_compact, and the lineage of a malignant cell, which these data confound with the laboratory.</source>
        <translation>Wie yan2024_compact, dazu die Linie einer malignen Zelle, die in diesen Daten vom Labor nicht zu trennen ist.</translation>
    </message>
    <message>
        <source>EfficientNet-B1 and EfficientNetV2-B2 at the original image size, 0.4 and 0.6 of a soft vote over 12 cell types.</source>
        <translation>EfficientNet-B1 und EfficientNetV2-B2 in der ursprünglichen Bildgröße, 0.4 und 0.6 einer gewichteten Abstimmung über 12 Zelltypen.</translation>
    </message>
    <message>
        <source>Five granularity networks on ResNeXt-50 that decide one after another: benign or malignant, then which.</source>
        <translation>Fünf Granularitätsnetze auf ResNeXt-50, die nacheinander entscheiden: benigne oder maligne, dann welcher Typ.</translation>
    </message>
    <message>
        <source>Small granularity networks: benign or malignant, the five types of benign cells, and whether a malignant one is APL&apos;s.</source>
        <translation>Kleine Granularitätsnetze: benigne oder maligne, die fünf Typen benigner Zellen und ob eine maligne zur APL gehört.</translation>
    </message>
    <message>
        <source>The default pipeline: two EfficientNet-Lite0 over every class id that pbc, deepapl and allidb2 support.</source>
        <translation>Die Standard-Pipeline: zwei EfficientNet-Lite0 über jede Klasse, die pbc, deepapl und allidb2 tragen.</translation>
    </message>
    <message>
        <source>Two EfficientNet-Lite0, one seeing the image and one the cell, in a soft vote learnt on validation.</source>
        <translation>Zwei EfficientNet-Lite0, eines sieht das Bild, eines die Zelle, in einer an der Validierung gelernten gewichteten Abstimmung.</translation>
    </message>
    <message>
        <source>VGG16 tells lymphocytes, monocytes, reactive lymphocytes, abnormal promyelocytes and blasts apart; VGG19 the blasts&apos; lineage.</source>
        <translation>VGG16 unterscheidet Lymphozyten, Monozyten, reaktive Lymphozyten, abnorme Promyelozyten und Blasten; VGG19 die Linie der Blasten.</translation>
    </message>
    <message>
        <source>What the default recipe&apos;s second round does, from ImageNet and on a third of the images, so that a source can be left out in minutes.</source>
        <translation>Was die zweite Runde des Standardrezepts tut, ab ImageNet und mit einem Drittel der Bilder, damit eine Quelle in Minuten ausgelassen werden kann.</translation>
    </message>
</context>
<context>
    <name>Reference</name>
    <message>
        <source> (synthetic)</source>
        <translation> (synthetisch)</translation>
    </message>
    <message>
        <source>60 synthetic cells, drawn by LeukView</source>
        <translation>60 synthetische Zellen, von LeukView gezeichnet</translation>
    </message>
    <message>
        <source>A folder with a subfolder for each class, named by its class id; or one with labels.csv (path, cls). The pictures are copied, so that the files may go. Their names are not kept.</source>
        <translation>Ein Ordner mit einem Unterordner je Klasse, benannt nach ihrer Klassenkennung, oder einer mit labels.csv (path, cls). Die Bilder werden kopiert; die Dateien werden danach nicht mehr gebraucht. Ihre Namen werden nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Add the starter set</source>
        <translation>Startsammlung hinzufügen</translation>
    </message>
    <message>
        <source>Add to a reference set</source>
        <translation>In Referenzsammlung aufnehmen</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Alle Klassen</translation>
    </message>
    <message>
        <source>Both at one scale.</source>
        <translation>Beide im gleichen Maßstab.</translation>
    </message>
    <message>
        <source>Choose a set, or write a name to make a new one</source>
        <translation>Eine Sammlung wählen oder einen Namen für eine neue schreiben</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Covered until your test on these cells is finished or given up.</source>
        <translation>Verdeckt, bis Ihr Test mit diesen Zellen beendet oder aufgegeben ist.</translation>
    </message>
    <message>
        <source>Delete set</source>
        <translation>Sammlung löschen</translation>
    </message>
    <message>
        <source>Delete the set; undo brings it back</source>
        <translation>Die Sammlung löschen; „Rückgängig“ holt sie zurück</translation>
    </message>
    <message>
        <source>Done again</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Each fills its frame: a pixel size is not known, sizes do not compare.</source>
        <translation>Jede füllt ihren Rahmen: Eine Pixelgröße ist nicht bekannt, Größen sind nicht vergleichbar.</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Ordner mit zugeordneten Zellen</translation>
    </message>
    <message>
        <source>Hide reference cells</source>
        <translation>Referenzzellen ausblenden</translation>
    </message>
    <message>
        <source>Hide the reference cells (Ctrl+Shift+R)</source>
        <translation>Die Referenzzellen ausblenden (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import reference cells</source>
        <translation>Referenzzellen importieren</translation>
    </message>
    <message>
        <source>Imported cells</source>
        <translation>Importierte Zellen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Import…</translation>
    </message>
    <message>
        <source>Kept with each cell</source>
        <translation>Wird mit jeder Zelle aufbewahrt</translation>
    </message>
    <message>
        <source>Labels by</source>
        <translation>Zuordnungen von</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Look at it large (Enter)</source>
        <translation>Groß ansehen (Enter)</translation>
    </message>
    <message>
        <source>Make an empty set</source>
        <translation>Eine leere Sammlung anlegen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>New reference set</source>
        <translation>Neue Referenzsammlung</translation>
    </message>
    <message>
        <source>New set…</source>
        <translation>Neue Sammlung…</translation>
    </message>
    <message>
        <source>Next reference cell</source>
        <translation>Nächste Referenzzelle</translation>
    </message>
    <message>
        <source>Next reference cell (→)</source>
        <translation>Nächste Referenzzelle (→)</translation>
    </message>
    <message>
        <source>No class to compare with yet.</source>
        <translation>Noch keine Klasse zum Vergleichen.</translation>
    </message>
    <message>
        <source>No patient&apos;s name, please: sets are made to be shown and passed on.</source>
        <translation>Bitte kein Patientenname: Sammlungen sind dazu da, gezeigt und weitergegeben zu werden.</translation>
    </message>
    <message>
        <source>No reference set is chosen to stand here.</source>
        <translation>Keine Referenzsammlung ist gewählt.</translation>
    </message>
    <message>
        <source>No reference set yet.

Choose cells that you have confirmed and press {add} to begin one, or bring in a folder with a subfolder for each class. The starter set has 60 cells drawn by LeukView, to try things out: no patient&apos;s, and said so.</source>
        <translation>Noch keine Referenzsammlung.

Wählen Sie bestätigte Zellen aus und drücken Sie {add}, um eine zu beginnen, oder importieren Sie einen Ordner mit einem Unterordner je Klasse. Die Startsammlung hat 60 von LeukView gezeichnete Zellen zum Ausprobieren: von keinem Patienten und so gekennzeichnet.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on this reference cell</source>
        <translation>Notiz zu dieser Referenzzelle</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Notiz…</translation>
    </message>
    <message>
        <source>Previous reference cell</source>
        <translation>Vorige Referenzzelle</translation>
    </message>
    <message>
        <source>Previous reference cell (←)</source>
        <translation>Vorige Referenzzelle (←)</translation>
    </message>
    <message>
        <source>Put labelled files into a set</source>
        <translation>Zugeordnete Dateien in eine Sammlung aufnehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Reference cells of the set {name}</source>
        <translation>Referenzzellen der Sammlung {name}</translation>
    </message>
    <message>
        <source>Reference set</source>
        <translation>Referenzsammlung</translation>
    </message>
    <message>
        <source>Reference: {name}, {whose}</source>
        <translation>Referenz: {name}, {whose}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Say which folder, into which set, and who vouches for the labels</source>
        <translation>Geben Sie an, welcher Ordner, in welche Sammlung und wer für die Zuordnungen bürgt</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>Sammlungen</translation>
    </message>
    <message>
        <source>Show beside the cell under review</source>
        <translation>Neben der geprüften Zelle zeigen</translation>
    </message>
    <message>
        <source>Show cells of this set beside each cell that you review (Ctrl+Shift+R hides them)</source>
        <translation>Zellen dieser Sammlung neben jeder Zelle zeigen, die Sie prüfen (Ctrl+Shift+R blendet sie aus)</translation>
    </message>
    <message>
        <source>Sizes do not compare: a pixel size is not known.</source>
        <translation>Größen sind nicht vergleichbar: Eine Pixelgröße ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Stain and microscope</source>
        <translation>Färbung und Mikroskop</translation>
    </message>
    <message>
        <source>Take the chosen cells out</source>
        <translation>Die ausgewählten Zellen herausnehmen</translation>
    </message>
    <message>
        <source>The chosen reference set is empty or deleted.</source>
        <translation>Die gewählte Referenzsammlung ist leer oder gelöscht.</translation>
    </message>
    <message>
        <source>The chosen reference set is empty, or its cells are hidden while a second reader reads their case.</source>
        <translation>Die gewählte Referenzsammlung ist leer, oder ihre Zellen sind verdeckt, während ein Zweitbefunder ihren Fall befundet.</translation>
    </message>
    <message>
        <source>The set&apos;s name and note</source>
        <translation>Name und Notiz der Sammlung</translation>
    </message>
    <message>
        <source>There is no reference cell of these classes: Ctrl+B shows the sets.</source>
        <translation>Zu diesen Klassen gibt es keine Referenzzelle: Ctrl+B zeigt die Sammlungen.</translation>
    </message>
    <message>
        <source>This cell: {id}</source>
        <translation>Diese Zelle: {id}</translation>
    </message>
    <message>
        <source>This set is empty.

Choose cells that you have confirmed in a case and press {add}, or import a folder.</source>
        <translation>Diese Sammlung ist leer.

Wählen Sie in einem Fall bestätigte Zellen aus und drücken Sie {add}, oder importieren Sie einen Ordner.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>What it is for, who agreed on it</source>
        <translation>Wofür sie ist, wer sich darauf geeinigt hat</translation>
    </message>
    <message>
        <source>What it shows, what it is often taken for</source>
        <translation>Was sie zeigt, womit sie oft verwechselt wird</translation>
    </message>
    <message>
        <source>While a second reader reads, no cell can become a reference.</source>
        <translation>Während ein Zweitbefunder befundet, kann keine Zelle zur Referenz werden.</translation>
    </message>
    <message>
        <source>Write a note on this reference cell</source>
        <translation>Eine Notiz zu dieser Referenzzelle schreiben</translation>
    </message>
    <message>
        <source>Write the set as class folders and a table</source>
        <translation>Die Sammlung als Klassenordner und Tabelle schreiben</translation>
    </message>
    <message>
        <source>Write the set into a new folder in…</source>
        <translation>Die Sammlung in einen neuen Ordner schreiben, in…</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurück</translation>
    </message>
    <message>
        <source>e.g. Consensus of A. Meyer and B. Okafor</source>
        <translation>z. B. Konsens von A. Meyer und B. Okafor</translation>
    </message>
    <message>
        <source>e.g. May–Grünwald–Giemsa, 100× oil</source>
        <translation>z. B. May-Grünwald-Giemsa, 100× Öl</translation>
    </message>
    <message>
        <source>enlarge</source>
        <translation>vergrößern</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
    <message>
        <source>import</source>
        <translation>importieren</translation>
    </message>
    <message>
        <source>new set</source>
        <translation>neue Sammlung</translation>
    </message>
    <message>
        <source>none in this set</source>
        <translation>keine in dieser Sammlung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>entfernen</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>umbenennen</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>rückgängig</translation>
    </message>
    <message>
        <source>where the files do not say, e.g. 0.10</source>
        <translation>wo die Dateien es nicht sagen, z. B. 0.10</translation>
    </message>
    <message>
        <source>{contents} written to {path}</source>
        <translation>{contents} geschrieben nach {path}</translation>
    </message>
    <message>
        <source>{described}
Click to compare (Ctrl+Shift+E)</source>
        <translation>{described}
Klicken zum Vergleichen (Ctrl+Shift+E)</translation>
    </message>
    <message>
        <source>{n:,} cell removed; Ctrl+Z brings them back</source>
        <translation>{n:,} Zelle entfernt; Ctrl+Z holt sie zurück</translation>
    </message>
    <message>
        <source>{n:,} cells chosen</source>
        <translation>{n:,} Zellen ausgewählt</translation>
    </message>
    <message>
        <source>{n:,} cells removed; Ctrl+Z brings them back</source>
        <translation>{n:,} Zellen entfernt; Ctrl+Z holt sie zurück</translation>
    </message>
    <message>
        <source>{name} deleted; Ctrl+Z brings it back</source>
        <translation>{name} gelöscht; Ctrl+Z holt sie zurück</translation>
    </message>
    <message>
        <source>{name} · synthetic</source>
        <translation>{name} · synthetisch</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} von {total}</translation>
    </message>
    <message>
        <source>{what}: {number:,} of {total:,}</source>
        <translation>{what}: {number:,} von {total:,}</translation>
    </message>
    <message>
        <source>{why} Ctrl+B shows the sets.</source>
        <translation>{why} Ctrl+B zeigt die Sammlungen.</translation>
    </message>
    <message>
        <source>µm a pixel</source>
        <translation>µm je Pixel</translation>
    </message>
    <message>
        <source>µm a pixel is a number from 0.001 to 10</source>
        <translation>µm je Pixel ist eine Zahl von 0.001 bis 10</translation>
    </message>
</context>
<context>
    <name>ReferenceWords</name>
    <message>
        <source> (a synthetic cell)</source>
        <translation> (eine synthetische Zelle)</translation>
    </message>
    <message>
        <source>Choose cells first.</source>
        <translation>Wählen Sie zuerst Zellen aus.</translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation>Notiz: {note}</translation>
    </message>
    <message>
        <source>Nothing to add: {text}</source>
        <translation>Nichts aufzunehmen: {text}</translation>
    </message>
    <message>
        <source>Reference cells of {n:,} case are hidden until its second reading is finished.</source>
        <translation>Referenzzellen von {n:,} Fall sind verdeckt, bis seine Zweitbefundung abgeschlossen ist.</translation>
    </message>
    <message>
        <source>Reference cells of {n:,} cases are hidden until their second readings are finished.</source>
        <translation>Referenzzellen von {n:,} Fällen sind verdeckt, bis deren Zweitbefundungen abgeschlossen sind.</translation>
    </message>
    <message>
        <source>as given in an imported file</source>
        <translation>laut importierter Datei</translation>
    </message>
    <message>
        <source>both readers, blind to each other, agreed</source>
        <translation>beide Befunder, unabhängig voneinander, einig</translation>
    </message>
    <message>
        <source>from case {case}</source>
        <translation>aus Fall {case}</translation>
    </message>
    <message>
        <source>imported: case {case} of an installation that its files do not name</source>
        <translation>importiert: Fall {case} einer Installation, die die Dateien nicht nennen</translation>
    </message>
    <message>
        <source>imported: case {case} of another installation ({name})</source>
        <translation>importiert: Fall {case} einer anderen Installation ({name})</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>one reader</source>
        <translation>ein Befunder</translation>
    </message>
    <message>
        <source>synthetic: drawn so by LeukView</source>
        <translation>synthetisch: so von LeukView gezeichnet</translation>
    </message>
    <message>
        <source>the second reader alone</source>
        <translation>allein der Zweitbefunder</translation>
    </message>
    <message>
        <source>two readers, decided between them</source>
        <translation>zwei Befunder, Abweichung entschieden</translation>
    </message>
    <message>
        <source>{n:,} cell added to {name}</source>
        <translation>{n:,} Zelle in {name} aufgenommen</translation>
    </message>
    <message>
        <source>{n:,} cell with a person&apos;s label</source>
        <translation>{n:,} von einer Person zugeordnete Zelle</translation>
    </message>
    <message>
        <source>{n:,} cells added to {name}</source>
        <translation>{n:,} Zellen in {name} aufgenommen</translation>
    </message>
    <message>
        <source>{n:,} cells with a person&apos;s label</source>
        <translation>{n:,} von einer Person zugeordnete Zellen</translation>
    </message>
    <message>
        <source>{n:,} only called by the AI: confirm or relabel first (Space)</source>
        <translation>{n:,} nur von der KI zugeordnet: zuerst bestätigen oder anders zuordnen (Leertaste)</translation>
    </message>
    <message>
        <source>{n:,} unidentified or disputed</source>
        <translation>{n:,} nicht identifiziert oder strittig</translation>
    </message>
    <message>
        <source>{text}; {n:,} left out: {reason}</source>
        <translation>{text}; {n:,} ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>{text}; {n:,} there already</source>
        <translation>{text}; {n:,} schon vorhanden</translation>
    </message>
</context>
<context>
    <name>Region</name>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this count as text</source>
        <translation>Diese Zählung als Text kopieren, auf Englisch</translation>
    </message>
    <message>
        <source>Take the region away</source>
        <translation>Den Bereich aufheben</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>nicht gezählt</translation>
    </message>
    <message>
        <source>{n:,} cell, {counted:,} counted</source>
        <translation>{n:,} Zelle, {counted:,} gezählt</translation>
    </message>
    <message>
        <source>{n:,} cells, {counted:,} counted</source>
        <translation>{n:,} Zellen, {counted:,} gezählt</translation>
    </message>
</context>
<context>
    <name>RuleTexts</name>
    <message>
        <source>10–19 % in blood: range listed for MDS/AML</source>
        <translation>10–19 % im Blut: für MDS/AML aufgeführter Bereich</translation>
    </message>
    <message>
        <source>20 % and more in blood: range listed for AML</source>
        <translation>20 % und mehr im Blut: für AML aufgeführter Bereich</translation>
    </message>
    <message>
        <source>20 % of blood or marrow cells: WHO 5th edition (2022) and ICC (2022), outside the genotypes that need no threshold.</source>
        <translation>20 % der Blut- oder Knochenmarkzellen: WHO, 5. Auflage (2022), und ICC (2022), außer bei den Genotypen, die keine Schwelle brauchen.</translation>
    </message>
    <message>
        <source>2–4 % in blood: range listed for MDS-IB1</source>
        <translation>2–4 % im Blut: für MDS-IB1 aufgeführter Bereich</translation>
    </message>
    <message>
        <source>2–9 % in blood: range listed for MDS-EB</source>
        <translation>2–9 % im Blut: für MDS-EB aufgeführter Bereich</translation>
    </message>
    <message>
        <source>5–19 % in blood: range listed for MDS-IB2</source>
        <translation>5–19 % im Blut: für MDS-IB2 aufgeführter Bereich</translation>
    </message>
    <message>
        <source>A network&apos;s word on single cells of one smear: not a count of blasts, and in no blast threshold.</source>
        <translation>Die Aussage eines Netzes über einzelne Zellen eines Ausstrichs: keine Blastenzählung und in keiner Blastenschwelle enthalten.</translation>
    </message>
    <message>
        <source>A second reader confirms each blast on the film; flow cytometry where doubt remains.</source>
        <translation>Ein Zweitbefunder bestätigt jeden Blasten im Ausstrich; Durchflusszytometrie, wo Zweifel bleiben.</translation>
    </message>
    <message>
        <source>A second reader names each of these cells on the film; flow cytometry where doubt remains.</source>
        <translation>Ein Zweitbefunder benennt jede dieser Zellen im Ausstrich; Durchflusszytometrie, wo Zweifel bleiben.</translation>
    </message>
    <message>
        <source>ALL rule of Zhou et al., Front Pediatr 2021: lymphoblasts over 20 % of karyocytes in bone marrow of children, uncountable and crushed cells excluded. Here: counted white cells and erythroblasts of this smear.</source>
        <translation>ALL-Regel von Zhou et al., Front Pediatr 2021: Lymphoblasten über 20 % der kernhaltigen Zellen im Knochenmark von Kindern, ohne nicht zählbare und gequetschte Zellen. Hier: gezählte Leukozyten und Erythroblasten dieses Ausstrichs.</translation>
    </message>
    <message>
        <source>Arber et al., Blood 2022;140:1200–1228: 20 % of blood or marrow cells; 10 % with most recurrent genetic abnormalities, 20 % with BCR::ABL1.</source>
        <translation>Arber et al., Blood 2022;140:1200–1228: 20 % der Blut- oder Knochenmarkzellen; 10 % bei den meisten rekurrenten genetischen Anomalien, 20 % bei BCR::ABL1.</translation>
    </message>
    <message>
        <source>Arber et al., Blood 2022;140:1200–1228: MDS with excess blasts, 2–9 % of blood or 5–9 % of marrow cells.</source>
        <translation>Arber et al., Blood 2022;140:1200–1228: MDS mit Blastenexzess, 2–9 % der Blut- oder 5–9 % der Knochenmarkzellen.</translation>
    </message>
    <message>
        <source>Arber et al., Blood 2022;140:1200–1228: MDS/AML, 10–19 % of blood or marrow cells; from 10 % on AML with a defining recurrent genetic abnormality.</source>
        <translation>Arber et al., Blood 2022;140:1200–1228: MDS/AML, 10–19 % der Blut- oder Knochenmarkzellen; ab 10 % AML bei einer definierenden rekurrenten genetischen Anomalie.</translation>
    </message>
    <message>
        <source>At this count the interval also holds values on the other side of the threshold.</source>
        <translation>Bei dieser Zellzahl enthält das Intervall auch Werte auf der anderen Seite der Schwelle.</translation>
    </message>
    <message>
        <source>Bands and immature granulocytes exceed 10 % of white cells.</source>
        <translation>Stabkernige und unreife Granulozyten übersteigen 10 % der Leukozyten.</translation>
    </message>
    <message>
        <source>Blasts and blast equivalents at or above 20 %</source>
        <translation>Blasten und Blastenäquivalente ab 20 %</translation>
    </message>
    <message>
        <source>Blasts and blast equivalents reach 20 % of white cells.</source>
        <translation>Blasten und Blastenäquivalente erreichen 20 % der Leukozyten.</translation>
    </message>
    <message>
        <source>Blasts in blood</source>
        <translation>Blasten im Blut</translation>
    </message>
    <message>
        <source>Boldú et al., Comput Methods Programs Biomed 2021 (ALNet): more than 50 % of a smear&apos;s single-cell images, read from a multiclass ROC over the training smears.</source>
        <translation>Boldú et al., Comput Methods Programs Biomed 2021 (ALNet): mehr als 50 % der Einzelzellbilder eines Ausstrichs, abgelesen aus einer Mehrklassen-ROC über die Trainingsausstriche.</translation>
    </message>
    <message>
        <source>Cells called blasts are present.</source>
        <translation>Es sind Zellen vorhanden, die als Blasten zugeordnet wurden.</translation>
    </message>
    <message>
        <source>Cells called lymphoblasts exceed 20 % of nucleated cells.</source>
        <translation>Als Lymphoblasten zugeordnete Zellen übersteigen 20 % der kernhaltigen Zellen.</translation>
    </message>
    <message>
        <source>Cells called malignant are present; these calls name no cell type.</source>
        <translation>Es sind Zellen vorhanden, die als maligne zugeordnet wurden; diese Zuordnungen nennen keinen Zelltyp.</translation>
    </message>
    <message>
        <source>Cells called malignant, of no named type</source>
        <translation>Als maligne zugeordnete Zellen ohne benannten Typ</translation>
    </message>
    <message>
        <source>Clinical context: infection, inflammation, growth factor, marrow infiltration; compare with earlier films.</source>
        <translation>Klinischer Kontext: Infektion, Entzündung, Wachstumsfaktor, Knochenmarkinfiltration; mit früheren Ausstrichen vergleichen.</translation>
    </message>
    <message>
        <source>Cytogenetics and molecular genetics, which this standard needs to name the range; flow cytometry; bone marrow.</source>
        <translation>Zytogenetik und Molekulargenetik, die dieser Standard braucht, um den Bereich zu benennen; Durchflusszytometrie; Knochenmark.</translation>
    </message>
    <message>
        <source>Flow cytometry for lineage, cytogenetics, molecular genetics; bone marrow.</source>
        <translation>Durchflusszytometrie zur Linienbestimmung, Zytogenetik, Molekulargenetik; Knochenmark.</translation>
    </message>
    <message>
        <source>Genotype head past its threshold: APL must be excluded</source>
        <translation>Genotyp-Kopf jenseits seiner Schwelle: APL muss ausgeschlossen werden</translation>
    </message>
    <message>
        <source>ICC (2022)</source>
        <translation>ICC (2022)</translation>
    </message>
    <message>
        <source>ICSH recommendations for peripheral blood film review (2015): any blast is reported and confirmed by a second reader. LeukView raises the rule at 1 %, because a network calls single cells of most films blasts; every cell called a blast is put before the reader however few there are.</source>
        <translation>ICSH-Empfehlungen zur Beurteilung peripherer Blutausstriche (2015): Jeder Blast wird berichtet und von einem Zweitbefunder bestätigt. LeukView wendet die Regel ab 1 % an, weil ein Netz in den meisten Ausstrichen einzelne Zellen als Blasten zuordnet; jede als Blast zugeordnete Zelle wird dem Befunder vorgelegt, wie wenige es auch sind.</translation>
    </message>
    <message>
        <source>It names what most cells are called; it is no diagnosis.</source>
        <translation>Sie nennt, wie die meisten Zellen zugeordnet sind; sie ist keine Diagnose.</translation>
    </message>
    <message>
        <source>Khoury et al., Leukemia 2022;36:1703–1719, table 3: MDS with increased blasts 1, 2–4 % of blood or 5–9 % of marrow cells.</source>
        <translation>Khoury et al., Leukemia 2022;36:1703–1719, Tabelle 3: MDS mit vermehrten Blasten 1, 2–4 % der Blut- oder 5–9 % der Knochenmarkzellen.</translation>
    </message>
    <message>
        <source>Khoury et al., Leukemia 2022;36:1703–1719, table 3: MDS with increased blasts 2, 5–19 % of blood or 10–19 % of marrow cells, or Auer rods.</source>
        <translation>Khoury et al., Leukemia 2022;36:1703–1719, Tabelle 3: MDS mit vermehrten Blasten 2, 5–19 % der Blut- oder 10–19 % der Knochenmarkzellen oder Auer-Stäbchen.</translation>
    </message>
    <message>
        <source>Khoury et al., Leukemia 2022;36:1703–1719: 20 % of blood or marrow cells; no threshold with most defining genetic abnormalities, 20 % with BCR::ABL1 or CEBPA mutation.</source>
        <translation>Khoury et al., Leukemia 2022;36:1703–1719: 20 % der Blut- oder Knochenmarkzellen; keine Schwelle bei den meisten definierenden genetischen Anomalien, 20 % bei BCR::ABL1 oder CEBPA-Mutation.</translation>
    </message>
    <message>
        <source>Learnt from 56 patients of one hospital; of 16 other patients there it is raised in 5 of 5 with APL and 0 of 11 with AML, which proves little. Expect worse on the films of another day or laboratory. Cells that a person calls benign or lymphoid are left out.</source>
        <translation>Gelernt an 56 Patienten eines Krankenhauses; von 16 anderen Patienten dort schlägt er bei 5 von 5 mit APL und 0 von 11 mit AML an, was wenig beweist. Erwarten Sie Schlechteres bei Ausstrichen eines anderen Tages oder Labors. Zellen, die eine Person als benigne oder lymphatisch zuordnet, bleiben unberücksichtigt.</translation>
    </message>
    <message>
        <source>Left shift</source>
        <translation>Linksverschiebung</translation>
    </message>
    <message>
        <source>LeukView screening threshold, set for sensitivity on 58 training patients of Sidhom et al. 2021 (8 of 14 APL, 11 of 44 AML reach it by the technologist&apos;s labels). Not a guideline threshold: a count below it does not exclude APL.</source>
        <translation>Screening-Schwelle von LeukView, auf Sensitivität gewählt an 58 Trainingspatienten von Sidhom et al. 2021 (8 von 14 APL, 11 von 44 AML erreichen sie nach den Zuordnungen der MTL). Keine Schwelle einer Leitlinie: Eine Zählung darunter schließt eine APL nicht aus.</translation>
    </message>
    <message>
        <source>LeukView: as for blasts in blood (ICSH 2015: reported, and confirmed by a second reader), and raised at 1 % likewise. The class is what the stages of Yan et al., Cancer Sci 2025, call cells of leukaemias of any type.</source>
        <translation>LeukView: wie bei Blasten im Blut (ICSH 2015: berichtet und von einem Zweitbefunder bestätigt), und ebenso ab 1 %. Die Klasse ist das, als was die Stufen von Yan et al., Cancer Sci 2025, Zellen von Leukämien jeden Typs zuordnen.</translation>
    </message>
    <message>
        <source>Lymphoblast calls of the shipped weights are experimental: away from the laboratory they were learnt from they say nothing of lineage. Stated for marrow of children; blasts of any lineage have a rule of their own.</source>
        <translation>Lymphoblasten-Zuordnungen der mitgelieferten Gewichte sind experimentell: Außerhalb des Labors, in dem sie gelernt wurden, sagen sie nichts über die Linie. Angegeben für Knochenmark von Kindern; Blasten jeder Linie haben eine eigene Regel.</translation>
    </message>
    <message>
        <source>Lymphoblasts above 20 % of nucleated cells</source>
        <translation>Lymphoblasten über 20 % der kernhaltigen Zellen</translation>
    </message>
    <message>
        <source>Marrow with a 500-cell count, cytogenetics and molecular genetics; flow cytometry.</source>
        <translation>Knochenmark mit Zählung von 500 Zellen, Zytogenetik und Molekulargenetik; Durchflusszytometrie.</translation>
    </message>
    <message>
        <source>Marrow with a 500-cell count, cytogenetics and molecular genetics; persistent cytopenia and dysplasia.</source>
        <translation>Knochenmark mit Zählung von 500 Zellen, Zytogenetik und Molekulargenetik; anhaltende Zytopenie und Dysplasie.</translation>
    </message>
    <message>
        <source>More than 10 % immature granulocytes and bands: usual laboratory criterion; ranges differ between laboratories.</source>
        <translation>Mehr als 10 % unreife Granulozyten und Stabkernige: übliches Laborkriterium; Bereiche unterscheiden sich zwischen Laboren.</translation>
    </message>
    <message>
        <source>Not to be told from a smear: lineage, and the genotypes for which 10 % are enough.</source>
        <translation>Aus einem Ausstrich nicht zu erkennen: die Linie und die Genotypen, bei denen 10 % genügen.</translation>
    </message>
    <message>
        <source>Not to be told from a smear: lineage, and the genotypes that need no threshold. A share below 20 % does not exclude it.</source>
        <translation>Aus einem Ausstrich nicht zu erkennen: die Linie und die Genotypen, die keine Schwelle brauchen. Ein Anteil unter 20 % schließt sie nicht aus.</translation>
    </message>
    <message>
        <source>Not to be told from a smear: the marrow&apos;s share and dysplasia, genotype, earlier therapy.</source>
        <translation>Aus einem Ausstrich nicht zu erkennen: Anteil und Dysplasie im Knochenmark, Genotyp, frühere Therapie.</translation>
    </message>
    <message>
        <source>Not to be told from a smear: the marrow&apos;s share, and the genotypes for which 10 % are enough. Stated for adults: under 18 years this standard keeps MDS-EB up to 19 %.</source>
        <translation>Aus einem Ausstrich nicht zu erkennen: der Anteil im Knochenmark und die Genotypen, bei denen 10 % genügen. Angegeben für Erwachsene: Unter 18 Jahren behält dieser Standard MDS-EB bis 19 % bei.</translation>
    </message>
    <message>
        <source>Not to be told from a smear: the marrow&apos;s share, and the genotypes for which this standard asks for no threshold.</source>
        <translation>Aus einem Ausstrich nicht zu erkennen: der Anteil im Knochenmark und die Genotypen, für die dieser Standard keine Schwelle verlangt.</translation>
    </message>
    <message>
        <source>Over this case&apos;s malignant cells the mean of the APL head reaches its threshold, whether or not promyelocytes are counted. Acute promyelocytic leukaemia is treated as an emergency until excluded. The head also reads the slide: of other cells of the same patients, which cannot show APL, it told the patients apart with an AUROC of 0.699 (0.577–0.827).</source>
        <translation>Über die malignen Zellen dieses Falls erreicht der Mittelwert des APL-Kopfs seine Schwelle, ob Promyelozyten gezählt werden oder nicht. Eine akute Promyelozytenleukämie wird bis zum Ausschluss als Notfall behandelt. Der Kopf liest auch den Objektträger mit: An anderen Zellen derselben Patienten, die keine APL zeigen können, unterschied er die Patienten mit einer AUROC von 0.699 (0.577–0.827).</translation>
    </message>
    <message>
        <source>Promyelocytes in blood: APL must be excluded</source>
        <translation>Promyelozyten im Blut: APL muss ausgeschlossen werden</translation>
    </message>
    <message>
        <source>Promyelocytes reach the screening threshold. Acute promyelocytic leukaemia is treated as an emergency until excluded.</source>
        <translation>Promyelozyten erreichen die Screening-Schwelle. Eine akute Promyelozytenleukämie wird bis zum Ausschluss als Notfall behandelt.</translation>
    </message>
    <message>
        <source>Read the film now for hypergranular or bilobed promyelocytes and Auer rods; coagulation screen; PML::RARA by rapid FISH or RT-PCR.</source>
        <translation>Ausstrich jetzt auf hypergranuläre oder zweilappige Promyelozyten und Auer-Stäbchen ansehen; Gerinnungsscreening; PML::RARA per Schnell-FISH oder RT-PCR.</translation>
    </message>
    <message>
        <source>Review by a haematopathologist; flow cytometry for lineage; bone marrow, cytogenetics and molecular genetics.</source>
        <translation>Beurteilung durch einen Hämatopathologen; Durchflusszytometrie zur Linienbestimmung; Knochenmark, Zytogenetik und Molekulargenetik.</translation>
    </message>
    <message>
        <source>Review by a haematopathologist; flow cytometry, cytogenetics and molecular genetics; bone marrow.</source>
        <translation>Beurteilung durch einen Hämatopathologen; Durchflusszytometrie, Zytogenetik und Molekulargenetik; Knochenmark.</translation>
    </message>
    <message>
        <source>Stated for blood and for marrow alike.</source>
        <translation>Gleichermaßen für Blut und Knochenmark angegeben.</translation>
    </message>
    <message>
        <source>Stated for blood; for marrow the same standard states 10–19 %. Auer rods alone are enough as well.</source>
        <translation>Angegeben für Blut; für Knochenmark gibt derselbe Standard 10–19 % an. Auer-Stäbchen allein genügen ebenfalls.</translation>
    </message>
    <message>
        <source>Stated for blood; for marrow the same standard states 5–9 %.</source>
        <translation>Angegeben für Blut; für Knochenmark gibt derselbe Standard 5–9 % an.</translation>
    </message>
    <message>
        <source>The genotype head of Yan et al., Cancer Sci 2025, trained anew; the mean over a patient&apos;s cells and its threshold as the weights&apos; card gives them (chosen on 10 validation patients of Sidhom et al. 2021). Not a guideline threshold: a mean below it does not exclude APL.</source>
        <translation>Der Genotyp-Kopf von Yan et al., Cancer Sci 2025, neu trainiert; der Mittelwert über die Zellen eines Patienten und seine Schwelle, wie die Karte der Gewichte sie angibt (gewählt an 10 Validierungspatienten von Sidhom et al. 2021). Keine Schwelle einer Leitlinie: Ein Mittelwert darunter schließt eine APL nicht aus.</translation>
    </message>
    <message>
        <source>WHO 5th ed. (2022)</source>
        <translation>WHO, 5. Aufl. (2022)</translation>
    </message>
    <message>
        <source>a haematopathologist; flow cytometry, cytogenetics and molecular genetics; bone marrow</source>
        <translation>Beurteilung durch einen Hämatopathologen; Durchflusszytometrie, Zytogenetik und Molekulargenetik; Knochenmark</translation>
    </message>
    <message>
        <source>blasts or blast equivalents</source>
        <translation>Blasten oder Blastenäquivalente</translation>
    </message>
    <message>
        <source>clinical context and serology; flow cytometry where a lymphoma or blasts cannot be excluded</source>
        <translation>klinischer Kontext und Serologie; Durchflusszytometrie, wo ein Lymphom oder Blasten nicht ausgeschlossen werden können</translation>
    </message>
    <message>
        <source>flow cytometry for lineage, cytogenetics and molecular genetics; bone marrow</source>
        <translation>Durchflusszytometrie zur Linienbestimmung, Zytogenetik und Molekulargenetik; Knochenmark</translation>
    </message>
    <message>
        <source>flow cytometry for lineage, cytogenetics and molecular genetics; bone marrow. Lymphoblast calls of LeukView&apos;s own weights are experimental; at two other hospitals the paper&apos;s network called 64 % of lymphoblasts so</source>
        <translation>Durchflusszytometrie zur Linienbestimmung, Zytogenetik und Molekulargenetik; Knochenmark. Lymphoblasten-Zuordnungen der LeukView-eigenen Gewichte sind experimentell; in zwei anderen Krankenhäusern ordnete das Netz der Veröffentlichung 64 % der Lymphoblasten so zu</translation>
    </message>
    <message>
        <source>lymphoblasts</source>
        <translation>Lymphoblasten</translation>
    </message>
    <message>
        <source>mature cells of normal blood</source>
        <translation>reife Zellen normalen Blutes</translation>
    </message>
    <message>
        <source>myeloid blasts</source>
        <translation>myeloische Blasten</translation>
    </message>
    <message>
        <source>promyelocytes</source>
        <translation>Promyelozyten</translation>
    </message>
    <message>
        <source>reactive (variant) lymphocytes</source>
        <translation>reaktive (variante) Lymphozyten</translation>
    </message>
    <message>
        <source>reading the film now for Auer rods; a coagulation screen; PML::RARA by rapid FISH or RT-PCR</source>
        <translation>Ausstrich jetzt auf Auer-Stäbchen ansehen; Gerinnungsscreening; PML::RARA per Schnell-FISH oder RT-PCR</translation>
    </message>
    <message>
        <source>the whole differential: a majority of mature cells excludes neither blasts nor promyelocytes among the rest</source>
        <translation>das gesamte Differenzialblutbild; eine Mehrheit reifer Zellen schließt unter den übrigen weder Blasten noch Promyelozyten aus</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>Cannot tell: nothing is counted yet.</source>
        <translation>Nicht entscheidbar: Es ist noch nichts gezählt.</translation>
    </message>
    <message>
        <source>Cannot tell: the interval lies on both sides of the threshold.</source>
        <translation>Nicht entscheidbar: Das Intervall liegt auf beiden Seiten der Schwelle.</translation>
    </message>
    <message>
        <source>Cannot tell: the interval reaches beyond the range.</source>
        <translation>Nicht entscheidbar: Das Intervall reicht über den Bereich hinaus.</translation>
    </message>
    <message>
        <source>Cannot tell: {why_not}.</source>
        <translation>Nicht entscheidbar: {why_not}.</translation>
    </message>
    <message>
        <source>Chance that the true {quantity} is {where}: {shown} % (sampling alone, not mistaken calls).</source>
        <translation>Wahrscheinlichkeit, dass der wahre Wert ({quantity}) {where} liegt: {shown} % (nur der Stichprobenfehler, keine Fehlzuordnungen).</translation>
    </message>
    <message>
        <source>Mean {mean:.2f} over {cells}, threshold not kept; {hits} of them read as {answer}</source>
        <translation>Mittelwert {mean:.2f} über {cells}, Schwelle nicht aufbewahrt; {hits} davon gelesen als {answer}</translation>
    </message>
    <message>
        <source>Mean {mean:.2f} over {cells}, threshold {limit}; {hits} of them read as {answer}</source>
        <translation>Mittelwert {mean:.2f} über {cells}, Schwelle {limit}; {hits} davon gelesen als {answer}</translation>
    </message>
    <message>
        <source>Met: the whole interval is past the threshold.</source>
        <translation>Erfüllt: Das ganze Intervall liegt jenseits der Schwelle.</translation>
    </message>
    <message>
        <source>Met: the whole interval is within the range.</source>
        <translation>Erfüllt: Das ganze Intervall liegt im Bereich.</translation>
    </message>
    <message>
        <source>Not met: none of the interval is past the threshold.</source>
        <translation>Nicht erfüllt: Kein Teil des Intervalls liegt jenseits der Schwelle.</translation>
    </message>
    <message>
        <source>Not met: none of the interval is within the range.</source>
        <translation>Nicht erfüllt: Kein Teil des Intervalls liegt im Bereich.</translation>
    </message>
    <message>
        <source>over 99</source>
        <translation>über 99</translation>
    </message>
    <message>
        <source>past the threshold</source>
        <translation>jenseits der Schwelle</translation>
    </message>
    <message>
        <source>the head was asked of fewer than {n} cells</source>
        <translation>der Netzkopf wurde zu weniger als {n} Zellen gefragt</translation>
    </message>
    <message>
        <source>these calls were made before LeukView kept the head&apos;s threshold: analyse the case again</source>
        <translation>diese Zuordnungen entstanden, bevor LeukView die Schwelle des Netzkopfs aufbewahrte: den Fall erneut analysieren</translation>
    </message>
    <message>
        <source>these weights do not know {names}</source>
        <translation>diese Gewichte kennen nicht: {names}</translation>
    </message>
    <message>
        <source>under 1</source>
        <translation>unter 1</translation>
    </message>
    <message>
        <source>within the range</source>
        <translation>im Bereich</translation>
    </message>
    <message>
        <source>{cells} (95 % interval {low:.2f}–{high:.2f})</source>
        <translation>{cells} (95-%-Intervall {low:.2f}–{high:.2f})</translation>
    </message>
    <message>
        <source>{hits} of {total} nucleated cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f})</source>
        <translation>{hits} von {total} kernhaltigen Zellen = {percent:.1f} % (95-%-Intervall {low:.1f}–{high:.1f})</translation>
    </message>
    <message>
        <source>{hits} of {total} nucleated cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f}), threshold {limit}</source>
        <translation>{hits} von {total} kernhaltigen Zellen = {percent:.1f} % (95-%-Intervall {low:.1f}–{high:.1f}), Schwelle {limit}</translation>
    </message>
    <message>
        <source>{hits} of {total} white cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f})</source>
        <translation>{hits} von {total} Leukozyten = {percent:.1f} % (95-%-Intervall {low:.1f}–{high:.1f})</translation>
    </message>
    <message>
        <source>{hits} of {total} white cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f}), threshold {limit}</source>
        <translation>{hits} von {total} Leukozyten = {percent:.1f} % (95-%-Intervall {low:.1f}–{high:.1f}), Schwelle {limit}</translation>
    </message>
    <message>
        <source>{limit} and &lt; {below:g} %</source>
        <translation>{limit} und &lt; {below:g} %</translation>
    </message>
    <message>
        <source>{n} malignant cell</source>
        <translation>{n} maligne Zelle</translation>
    </message>
    <message>
        <source>{n} malignant cells</source>
        <translation>{n} maligne Zellen</translation>
    </message>
</context>
<context>
    <name>SecondReading</name>
    <message>
        <source> · {n:,} note by {name}</source>
        <translation> · {n:,} Notiz von {name}</translation>
    </message>
    <message>
        <source> · {n:,} notes by {name}</source>
        <translation> · {n:,} Notizen von {name}</translation>
    </message>
    <message>
        <source>&amp;First reader</source>
        <translation>&amp;Erstbefunder</translation>
    </message>
    <message>
        <source>&amp;Second reader</source>
        <translation>&amp;Zweitbefunder</translation>
    </message>
    <message>
        <source>, without the AI&apos;s calls</source>
        <translation>, ohne die Zuordnungen der KI</translation>
    </message>
    <message>
        <source>A second reading by {name} is under way; its labels are hidden here</source>
        <translation>Eine Zweitbefundung durch {name} ist im Gange; ihre Zuordnungen sind hier verborgen</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Agreement of {first} and {second}</source>
        <translation>Übereinstimmung von {first} und {second}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>Schließen (Escape)</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>First reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>Hide the first reader&apos;s work, and let the second reader begin (Enter)</source>
        <translation>Die Arbeit des Erstbefunders verbergen und den Zweitbefunder beginnen lassen (Enter)</translation>
    </message>
    <message>
        <source>It shows what people labelled</source>
        <translation>Es zeigt, was Personen zugeordnet haben</translation>
    </message>
    <message>
        <source>Kappa: agreement beyond chance, unweighted; asymptotic interval (Fleiss, Cohen &amp; Everitt 1969).</source>
        <translation>Kappa: Übereinstimmung über den Zufall hinaus, ungewichtet; asymptotisches Intervall (Fleiss, Cohen &amp; Everitt 1969).</translation>
    </message>
    <message>
        <source>Labelled by {first} only: {only_first:,} · by {second} only: {only_second:,}</source>
        <translation>Nur von {first} zugeordnet: {only_first:,} · nur von {second}: {only_second:,}</translation>
    </message>
    <message>
        <source>Leave everything as it is (Escape)</source>
        <translation>Alles lassen, wie es ist (Escape)</translation>
    </message>
    <message>
        <source>Not done: the note on {cell} is not saved. See to it first.</source>
        <translation>Nicht ausgeführt: Die Notiz zu {cell} ist nicht gespeichert. Kümmern Sie sich zuerst darum.</translation>
    </message>
    <message>
        <source>Not while a second reader reads: {why}</source>
        <translation>Nicht während ein Zweitbefunder befundet: {why}</translation>
    </message>
    <message>
        <source>Outlines are the first reader&apos;s</source>
        <translation>Umrisse sind Sache des Erstbefunders</translation>
    </message>
    <message>
        <source>Outputs hold both readers&apos; labels</source>
        <translation>Ausgaben enthalten die Zuordnungen beider Befunder</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>Second reading</source>
        <translation>Zweitbefundung</translation>
    </message>
    <message>
        <source>Second reading by {name}, blind to the first reader{calls}: {read:,} of {n:,} cells read</source>
        <translation>Zweitbefundung durch {name}, ohne Sicht auf den Erstbefunder{calls}: {read:,} von {n:,} Zellen befundet</translation>
    </message>
    <message>
        <source>Show the AI&apos;s calls to the second reader</source>
        <translation>Dem Zweitbefunder die Zuordnungen der KI zeigen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>The calls stay as they are while a second reader reads</source>
        <translation>Die Zuordnungen bleiben unverändert, während ein Zweitbefunder befundet</translation>
    </message>
    <message>
        <source>The case can be signed once both readers are done</source>
        <translation>Der Fall kann signiert werden, wenn beide Befunder fertig sind</translation>
    </message>
    <message>
        <source>The readers disagree here: press the key of the class that it is.</source>
        <translation>Die Befunder sind hier uneinig: Drücken Sie die Taste der zutreffenden Klasse.</translation>
    </message>
    <message>
        <source>The readers have no open disagreement.</source>
        <translation>Die Befunder haben keine offene Abweichung.</translation>
    </message>
    <message>
        <source>The second reader is another person than the first.</source>
        <translation>Der Zweitbefunder ist eine andere Person als der Erstbefunder.</translation>
    </message>
    <message>
        <source>The window shows nothing of the first reader&apos;s labels, notes and outlines until the second reading is finished. Then both are compared, and where they disagree a person decides.</source>
        <translation>Das Fenster zeigt nichts von den Zuordnungen, Notizen und Umrissen des Erstbefunders, bis die Zweitbefundung abgeschlossen ist. Dann werden beide verglichen, und wo sie abweichen, entscheidet eine Person.</translation>
    </message>
    <message>
        <source>Who has read this case</source>
        <translation>Wer diesen Fall befundet hat</translation>
    </message>
    <message>
        <source>Who reads it now, blind to the first; another person</source>
        <translation>Wer ihn jetzt befundet, ohne Sicht auf den ersten; eine andere Person</translation>
    </message>
    <message>
        <source>Without them the second reader names every cell from its image alone</source>
        <translation>Ohne sie benennt der Zweitbefunder jede Zelle allein nach ihrem Bild</translation>
    </message>
    <message>
        <source>the first reader</source>
        <translation>Erstbefunder</translation>
    </message>
    <message>
        <source>{first} and {name} disagree on {n:,} cell still to be decided</source>
        <translation>{first} und {name} sind bei {n:,} noch zu entscheidender Zelle uneinig</translation>
    </message>
    <message>
        <source>{first} and {name} disagree on {n:,} cells still to be decided</source>
        <translation>{first} und {name} sind bei {n:,} noch zu entscheidenden Zellen uneinig</translation>
    </message>
    <message>
        <source>{first} and {name} have no open disagreement</source>
        <translation>{first} und {name} haben keine offene Abweichung</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>1 blast-like cell is not reviewed.</source>
        <translation>1 blastenartige Zelle ist nicht geprüft.</translation>
    </message>
    <message>
        <source>1 cell</source>
        <translation>1 Zelle</translation>
    </message>
    <message>
        <source>1 cell is labelled by one of the two readers only.</source>
        <translation>1 Zelle ist nur von einem der beiden Befunder zugeordnet.</translation>
    </message>
    <message>
        <source>1 doubtful, contradicted or out-of-domain cell is not reviewed.</source>
        <translation>1 zweifelhafte, widersprochene oder außerhalb des Trainingsbereichs liegende Zelle ist nicht geprüft.</translation>
    </message>
    <message>
        <source>1 file could not be read and is in no count.</source>
        <translation>1 Datei konnte nicht gelesen werden und ist in keiner Zählung.</translation>
    </message>
    <message>
        <source>1 file not read</source>
        <translation>1 Datei nicht gelesen</translation>
    </message>
    <message>
        <source>1 image is in both {one} and {two}: cells there are counted twice.</source>
        <translation>1 Bild ist in {one} und in {two}: Zellen darin werden doppelt gezählt.</translation>
    </message>
    <message>
        <source>1 image that cannot be read: passed over: {files}.</source>
        <translation>1 nicht lesbares Bild wurde übergangen: {files}.</translation>
    </message>
    <message>
        <source>1 image without a class: left out.</source>
        <translation>1 Bild ohne Klasse: ausgelassen.</translation>
    </message>
    <message>
        <source>1 needs you</source>
        <translation>1 zu prüfen</translation>
    </message>
    <message>
        <source>1 other cell is counted by the AI&apos;s call alone, which nobody reviewed.</source>
        <translation>1 weitere Zelle zählt allein nach der Zuordnung der KI, die niemand geprüft hat.</translation>
    </message>
    <message>
        <source>1 outline was begun and is not used.</source>
        <translation>1 Umriss wurde begonnen und wird nicht verwendet.</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>1 stored case</source>
        <translation>1 gespeicherter Fall</translation>
    </message>
    <message>
        <source>Acknowledge {rule}</source>
        <translation>Zur Kenntnis nehmen: {rule}</translation>
    </message>
    <message>
        <source>Add {cells} to {name}</source>
        <translation>Aufnehmen: {cells} in {name}</translation>
    </message>
    <message>
        <source>Add {cell}</source>
        <translation>Hinzufügen: {cell}</translation>
    </message>
    <message>
        <source>All cells come from one patient: no test on another patient is possible, so scores will be too good.</source>
        <translation>Alle Zellen stammen von einem Patienten: Eine Prüfung an einem anderen ist nicht möglich, die Werte werden zu gut ausfallen.</translation>
    </message>
    <message>
        <source>Analyse with {pipeline}</source>
        <translation>Analysieren mit {pipeline}</translation>
    </message>
    <message>
        <source>Blast-like: look first</source>
        <translation>Blastenartig: zuerst ansehen</translation>
    </message>
    <message>
        <source>Bring back {cells}</source>
        <translation>Zurückholen: {cells}</translation>
    </message>
    <message>
        <source>Cases {cases} share pictures, but name the patients {names}: correct one, or these pictures may be tested on what they were trained on.</source>
        <translation>Die Fälle {cases} haben Bilder gemeinsam, nennen aber die Patienten {names}: Berichtigen Sie einen, sonst wird vielleicht an Bildern geprüft, mit denen trainiert wurde.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Classes that LeukView does not know: {names}. A class map must say what they are.</source>
        <translation>Klassen, die LeukView nicht kennt: {names}. Eine Klassenzuordnung muss sagen, was sie sind.</translation>
    </message>
    <message>
        <source>Clear the decision on {cells}</source>
        <translation>Entscheidung aufheben: {cells}</translation>
    </message>
    <message>
        <source>Clear the label of {cells}</source>
        <translation>Zuordnung entfernen: {cells}</translation>
    </message>
    <message>
        <source>Confirm {cells}</source>
        <translation>Bestätigen: {cells}</translation>
    </message>
    <message>
        <source>Contradicts its call: {seen}</source>
        <translation>Widerspricht der Zuordnung: {seen}</translation>
    </message>
    <message>
        <source>Count {cells}</source>
        <translation>Mitzählen: {cells}</translation>
    </message>
    <message>
        <source>Create case {name}</source>
        <translation>Fall anlegen: {name}</translation>
    </message>
    <message>
        <source>Decide on {cells}</source>
        <translation>Entscheiden: {cells}</translation>
    </message>
    <message>
        <source>Decide on {cells}: {class}</source>
        <translation>Entscheiden: {cells}, {class}</translation>
    </message>
    <message>
        <source>Delete the set {name}</source>
        <translation>Sammlung löschen: {name}</translation>
    </message>
    <message>
        <source>Delete the set {name} ({contents})</source>
        <translation>Sammlung löschen: {name} ({contents})</translation>
    </message>
    <message>
        <source>Delete {cells}</source>
        <translation>Löschen: {cells}</translation>
    </message>
    <message>
        <source>Doubtful: {class} or {class_b}</source>
        <translation>Zweifelhaft: {class} oder {class_b}</translation>
    </message>
    <message>
        <source>Drawn by LeukView, from no patient: to try things out, not to learn from</source>
        <translation>Von LeukView gezeichnet, von keinem Patienten: zum Ausprobieren, nicht zum Lernen</translation>
    </message>
    <message>
        <source>Edit the case&apos;s details</source>
        <translation>Falldaten ändern</translation>
    </message>
    <message>
        <source>Fewer than {n} cells of a class, hardly enough to learn and to test: {names}.</source>
        <translation>Weniger als {n} Zellen einer Klasse, kaum genug zum Lernen und Prüfen: {names}.</translation>
    </message>
    <message>
        <source>Finish the second reading by {name}</source>
        <translation>Zweitbefundung durch {name} abschließen</translation>
    </message>
    <message>
        <source>Found again in {path}</source>
        <translation>Wiedergefunden in {path}</translation>
    </message>
    <message>
        <source>It was adapted to a laboratory&apos;s own cells: where these were among them, its score is too good.</source>
        <translation>Es wurde an die eigenen Zellen eines Labors angepasst: Wo diese darunter waren, ist sein Ergebnis zu gut.</translation>
    </message>
    <message>
        <source>It was trained on data that its card does not name. Whether these cells were among them cannot be told.</source>
        <translation>Es wurde mit Daten trainiert, die seine Karte nicht nennt. Ob diese Zellen darunter waren, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>It was trained on {data}. Whether these cells were among them cannot be told.</source>
        <translation>Es wurde trainiert mit {data}. Ob diese Zellen darunter waren, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>Its weights&apos; card was not found: whether it was trained on these cells cannot be told.</source>
        <translation>Die Karte seiner Gewichte wurde nicht gefunden: Ob es mit diesen Zellen trainiert wurde, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>Label {cells} as {class}</source>
        <translation>Zuordnen: {cells} als {class}</translation>
    </message>
    <message>
        <source>Left out by the class map: &apos;{name}&apos; (1 image).</source>
        <translation>Durch die Klassenzuordnung ausgelassen: „{name}“ (1 Bild).</translation>
    </message>
    <message>
        <source>Left out by the class map: &apos;{name}&apos; ({n} images).</source>
        <translation>Durch die Klassenzuordnung ausgelassen: „{name}“ ({n} Bilder).</translation>
    </message>
    <message>
        <source>Make the set {name}</source>
        <translation>Sammlung anlegen: {name}</translation>
    </message>
    <message>
        <source>Memory did not suffice for {n} images at once: from now on {less} at a time, whose gradients are added up, so that a step still learns from the recipe&apos;s batch.</source>
        <translation>Der Speicher reichte nicht für {n} Bilder auf einmal: ab jetzt je {less}, deren Gradienten summiert werden, sodass ein Schritt weiterhin aus dem Batch des Rezepts lernt.</translation>
    </message>
    <message>
        <source>Memory did not suffice for {n} images at once: from now on {less} at a time.</source>
        <translation>Der Speicher reichte nicht für {n} Bilder auf einmal: ab jetzt je {less}.</translation>
    </message>
    <message>
        <source>Merge {cells} into {cell}</source>
        <translation>Zusammenführen: {cells} zu {cell}</translation>
    </message>
    <message>
        <source>No cell was labelled by both readers.</source>
        <translation>Keine Zelle wurde von beiden Befundern zugeordnet.</translation>
    </message>
    <message>
        <source>No patience in the recipe: nothing is validated, every epoch is run and the last one is kept.</source>
        <translation>Keine Geduld (patience) im Rezept: Nichts wird validiert, jede Epoche läuft, und die letzte wird behalten.</translation>
    </message>
    <message>
        <source>No patient and no slide is filled in.</source>
        <translation>Es sind kein Patient und kein Objektträger eingetragen.</translation>
    </message>
    <message>
        <source>No patient is filled in.</source>
        <translation>Es ist kein Patient eingetragen.</translation>
    </message>
    <message>
        <source>No patient is named in case {cases}: each of these cases counts as a patient of its own.</source>
        <translation>In Fall {cases} ist kein Patient genannt: Jeder dieser Fälle gilt als eigener Patient.</translation>
    </message>
    <message>
        <source>No second reading</source>
        <translation>Keine Zweitbefundung</translation>
    </message>
    <message>
        <source>No slide is filled in.</source>
        <translation>Es ist kein Objektträger eingetragen.</translation>
    </message>
    <message>
        <source>No training image shows {names}: the new weights cannot know it.</source>
        <translation>Kein Trainingsbild zeigt {names}: Die neuen Gewichte können es nicht kennen.</translation>
    </message>
    <message>
        <source>None of the cells is from an image of its training, compared by content.</source>
        <translation>Keine der Zellen stammt aus einem Bild seines Trainings, verglichen nach Inhalt.</translation>
    </message>
    <message>
        <source>Not analysed: name it</source>
        <translation>Nicht analysiert: zuordnen</translation>
    </message>
    <message>
        <source>Note on a cell of {name}</source>
        <translation>Notiz zu einer Zelle von {name}</translation>
    </message>
    <message>
        <source>Note on {cell}</source>
        <translation>Notiz zu {cell}</translation>
    </message>
    <message>
        <source>Outline {cell}</source>
        <translation>Umriss von {cell}</translation>
    </message>
    <message>
        <source>Readers disagree: {class} or {class_b}</source>
        <translation>Befunder uneinig: {class} oder {class_b}</translation>
    </message>
    <message>
        <source>Region of {file}</source>
        <translation>Bereich in {file}</translation>
    </message>
    <message>
        <source>Relabel {cells}</source>
        <translation>Anders zuordnen: {cells}</translation>
    </message>
    <message>
        <source>Remove {cells} from {name}</source>
        <translation>Entfernen: {cells} aus {name}</translation>
    </message>
    <message>
        <source>Rename {name} to {new_name}</source>
        <translation>Umbenennen: {name} in {new_name}</translation>
    </message>
    <message>
        <source>Segmenter&apos;s outline of {cell}</source>
        <translation>Umriss der Segmentierung von {cell}</translation>
    </message>
    <message>
        <source>Set the target to the laboratory&apos;s</source>
        <translation>Zählziel auf das des Labors setzen</translation>
    </message>
    <message>
        <source>Set the target to {target} white cells</source>
        <translation>Zählziel auf {target} Leukozyten setzen</translation>
    </message>
    <message>
        <source>Signed by {name} on {when} UTC, version {version}</source>
        <translation>Signiert von {name} am {when} UTC, Fassung {version}</translation>
    </message>
    <message>
        <source>Signed by {name} on {when} UTC, version {version} (amended: {reason})</source>
        <translation>Signiert von {name} am {when} UTC, Fassung {version} (Nachtrag: {reason})</translation>
    </message>
    <message>
        <source>Signed case {number}</source>
        <translation>Signierter Fall {number}</translation>
    </message>
    <message>
        <source>Some of these slides are synthetic.</source>
        <translation>Einige dieser Objektträger sind synthetisch.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Split as the data say: {parts}.</source>
        <translation>Aufgeteilt, wie die Daten es sagen: {parts}.</translation>
    </message>
    <message>
        <source>Split by 1 patient: {parts}. Kept in {file}.</source>
        <translation>Aufgeteilt nach 1 Patient: {parts}. Aufbewahrt in {file}.</translation>
    </message>
    <message>
        <source>Split by 1 smear: {parts}. Kept in {file}.</source>
        <translation>Aufgeteilt nach 1 Ausstrich: {parts}. Aufbewahrt in {file}.</translation>
    </message>
    <message>
        <source>Split by {n} patients: {parts}. Kept in {file}.</source>
        <translation>Aufgeteilt nach {n} Patienten: {parts}. Aufbewahrt in {file}.</translation>
    </message>
    <message>
        <source>Split by {n} smears: {parts}. Kept in {file}.</source>
        <translation>Aufgeteilt nach {n} Ausstrichen: {parts}. Aufbewahrt in {file}.</translation>
    </message>
    <message>
        <source>Split {n} images in blocks of file order, as neither patient nor smear is known: {parts}. Kept in {file}.</source>
        <translation>{n} Bilder in Blöcken nach Dateireihenfolge aufgeteilt, da weder Patient noch Ausstrich bekannt ist: {parts}. Aufbewahrt in {file}.</translation>
    </message>
    <message>
        <source>Start the second reading by {name}</source>
        <translation>Zweitbefundung durch {name} beginnen</translation>
    </message>
    <message>
        <source>Stopped early: {n} epochs brought no better validation score than epoch {epoch}&apos;s {score}, which is kept.</source>
        <translation>Früh beendet: {n} Epochen brachten keinen besseren Validierungswert als {score} von Epoche {epoch}, die behalten wird.</translation>
    </message>
    <message>
        <source>The analysis has not read every image yet.</source>
        <translation>Die Analyse hat noch nicht jedes Bild gelesen.</translation>
    </message>
    <message>
        <source>The count is short: {n} of {target} white cells.</source>
        <translation>Die Zählung ist zu klein: {n} von {target} Leukozyten.</translation>
    </message>
    <message>
        <source>The head {head} is not trained: no image shows each of its answers.</source>
        <translation>Der Kopf {head} wird nicht trainiert: Kein Bild zeigt jede seiner Antworten.</translation>
    </message>
    <message>
        <source>The readers disagree on 1 cell: decide.</source>
        <translation>Die Befunder sind bei 1 Zelle uneinig: entscheiden.</translation>
    </message>
    <message>
        <source>The readers disagree on {n} cells: decide.</source>
        <translation>Die Befunder sind bei {n} Zellen uneinig: entscheiden.</translation>
    </message>
    <message>
        <source>The second reading by {name} is not finished.</source>
        <translation>Die Zweitbefundung durch {name} ist nicht abgeschlossen.</translation>
    </message>
    <message>
        <source>There is no cell in this case.</source>
        <translation>In diesem Fall ist keine Zelle.</translation>
    </message>
    <message>
        <source>There is one class only: a network needs two or more to tell apart.</source>
        <translation>Es gibt nur eine Klasse: Ein Netz braucht zwei oder mehr zum Unterscheiden.</translation>
    </message>
    <message>
        <source>These slides were analysed with different models, so that their calls may not agree.</source>
        <translation>Diese Objektträger wurden mit verschiedenen Modellen analysiert; ihre Zuordnungen stimmen vielleicht nicht überein.</translation>
    </message>
    <message>
        <source>This case is synthetic: drawn by a program, from no patient.</source>
        <translation>Dieser Fall ist synthetisch: von einem Programm gezeichnet, von keinem Patienten.</translation>
    </message>
    <message>
        <source>This field</source>
        <translation>Dieses Gesichtsfeld</translation>
    </message>
    <message>
        <source>This folder was known as {folder}: its analysis was found again.</source>
        <translation>Dieser Ordner war als {folder} bekannt: Seine Analyse wurde wiedergefunden.</translation>
    </message>
    <message>
        <source>This folder was known as {folder}: its one decision was found again.</source>
        <translation>Dieser Ordner war als {folder} bekannt: Seine eine Entscheidung wurde wiedergefunden.</translation>
    </message>
    <message>
        <source>This folder was known as {folder}: its {n} decisions were found again.</source>
        <translation>Dieser Ordner war als {folder} bekannt: Seine {n} Entscheidungen wurden wiedergefunden.</translation>
    </message>
    <message>
        <source>This laboratory asks for a second reader, and none has read.</source>
        <translation>Dieses Labor verlangt einen Zweitbefunder, und keiner hat befundet.</translation>
    </message>
    <message>
        <source>Unlike the cells the network learnt from</source>
        <translation>Den Zellen unähnlich, aus denen das Netz gelernt hat</translation>
    </message>
    <message>
        <source>Urgent alert not acknowledged: {rule}.</source>
        <translation>Dringende Warnung nicht zur Kenntnis genommen: {rule}.</translation>
    </message>
    <message>
        <source>Urgent by the AI&apos;s count alone: {rule}. The readers&apos; labels take it below the threshold.</source>
        <translation>Dringend allein nach der Zählung der KI: {rule}. Die Zuordnungen der Befunder bringen sie unter die Schwelle.</translation>
    </message>
    <message>
        <source>Urgent: {rule}</source>
        <translation>Dringend: {rule}</translation>
    </message>
    <message>
        <source>What this recipe makes of the data is said when the training begins.</source>
        <translation>Was dieses Rezept aus den Daten macht, wird beim Beginn des Trainings gesagt.</translation>
    </message>
    <message>
        <source>a person called it unidentified</source>
        <translation>eine Person hat sie als nicht identifiziert zugeordnet</translation>
    </message>
    <message>
        <source>a second reader reads its case</source>
        <translation>ein Zweitbefunder befundet ihren Fall</translation>
    </message>
    <message>
        <source>an earlier stage finds {class} more probable than {class_b}</source>
        <translation>eine frühere Stufe hält {class} für wahrscheinlicher als {class_b}</translation>
    </message>
    <message>
        <source>changed since it was signed</source>
        <translation>seit dem Signieren geändert</translation>
    </message>
    <message>
        <source>copying cells</source>
        <translation>Zellen werden kopiert</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>it is another picture than the one its table tells of</source>
        <translation>es ist ein anderes Bild als das, von dem seine Tabelle spricht</translation>
    </message>
    <message>
        <source>reading cells</source>
        <translation>Zellen werden gelesen</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthetisch</translation>
    </message>
    <message>
        <source>the image is another than the one that was labelled</source>
        <translation>das Bild ist ein anderes als das zugeordnete</translation>
    </message>
    <message>
        <source>the image is not there any more</source>
        <translation>das Bild ist nicht mehr da</translation>
    </message>
    <message>
        <source>the same picture is in the set as {class}, and now comes as {other_class}</source>
        <translation>dasselbe Bild ist in der Sammlung als {class} und kommt jetzt als {other_class}</translation>
    </message>
    <message>
        <source>there is no such image</source>
        <translation>dieses Bild gibt es nicht</translation>
    </message>
    <message>
        <source>two readers disagree on it</source>
        <translation>zwei Befunder sind bei ihr uneinig</translation>
    </message>
    <message>
        <source>writing cells</source>
        <translation>Zellen werden geschrieben</translation>
    </message>
    <message>
        <source>{cells} of 1 class</source>
        <translation>{cells} aus 1 Klasse</translation>
    </message>
    <message>
        <source>{cells} of 1 class, all synthetic</source>
        <translation>{cells} aus 1 Klasse, alle synthetisch</translation>
    </message>
    <message>
        <source>{cells} of 1 class, {drawn} of them synthetic</source>
        <translation>{cells} aus 1 Klasse, {drawn} davon synthetisch</translation>
    </message>
    <message>
        <source>{cells} of {n} classes</source>
        <translation>{cells} aus {n} Klassen</translation>
    </message>
    <message>
        <source>{cells} of {n} classes, all synthetic</source>
        <translation>{cells} aus {n} Klassen, alle synthetisch</translation>
    </message>
    <message>
        <source>{cells} of {n} classes, {drawn} of them synthetic</source>
        <translation>{cells} aus {n} Klassen, {drawn} davon synthetisch</translation>
    </message>
    <message>
        <source>{class}: {n} labelled, but the model has no such class: not used</source>
        <translation>{class}: {n} zugeordnet, aber das Modell hat keine solche Klasse: nicht verwendet</translation>
    </message>
    <message>
        <source>{class}: {n} labelled, fewer than {fewest}: left as the model knows it</source>
        <translation>{class}: {n} zugeordnet, weniger als {fewest}: bleibt, wie das Modell sie kennt</translation>
    </message>
    <message>
        <source>{file} names classes that the data do not have: {names}.</source>
        <translation>{file} nennt Klassen, die es in den Daten nicht gibt: {names}.</translation>
    </message>
    <message>
        <source>{folder}: the class folder holds no image: passed over.</source>
        <translation>{folder}: Der Klassenordner enthält kein Bild: übergangen.</translation>
    </message>
    <message>
        <source>{n} blast-like cells are not reviewed.</source>
        <translation>{n} blastenartige Zellen sind nicht geprüft.</translation>
    </message>
    <message>
        <source>{n} cells</source>
        <translation>{n} Zellen</translation>
    </message>
    <message>
        <source>{n} cells are labelled by one of the two readers only.</source>
        <translation>{n} Zellen sind nur von einem der beiden Befunder zugeordnet.</translation>
    </message>
    <message>
        <source>{n} cells are of classes that these weights do not know: {class_ids}.</source>
        <translation>{n} Zellen sind von Klassen, die diese Gewichte nicht kennen: {class_ids}.</translation>
    </message>
    <message>
        <source>{n} doubtful, contradicted or out-of-domain cells are not reviewed.</source>
        <translation>{n} zweifelhafte, widersprochene oder außerhalb des Trainingsbereichs liegende Zellen sind nicht geprüft.</translation>
    </message>
    <message>
        <source>{n} files could not be read and are in no count.</source>
        <translation>{n} Dateien konnten nicht gelesen werden und sind in keiner Zählung.</translation>
    </message>
    <message>
        <source>{n} files not read</source>
        <translation>{n} Dateien nicht gelesen</translation>
    </message>
    <message>
        <source>{n} images are in both {one} and {two}: cells there are counted twice.</source>
        <translation>{n} Bilder sind in {one} und in {two}: Zellen darin werden doppelt gezählt.</translation>
    </message>
    <message>
        <source>{n} images stand nowhere in the tree: left out.</source>
        <translation>{n} Bilder stehen nirgends im Baum: ausgelassen.</translation>
    </message>
    <message>
        <source>{n} images that cannot be read: passed over: {files}.</source>
        <translation>{n} nicht lesbare Bilder wurden übergangen: {files}.</translation>
    </message>
    <message>
        <source>{n} images without a class: left out.</source>
        <translation>{n} Bilder ohne Klasse: ausgelassen.</translation>
    </message>
    <message>
        <source>{n} need you</source>
        <translation>{n} zu prüfen</translation>
    </message>
    <message>
        <source>{n} of the cells are from images that it was trained on: its score on them is too good.</source>
        <translation>{n} der Zellen stammen aus Bildern, mit denen es trainiert wurde: Sein Ergebnis bei ihnen ist zu gut.</translation>
    </message>
    <message>
        <source>{n} of the cells are synthetic: what it makes of them says nothing of patients&apos; cells.</source>
        <translation>{n} der Zellen sind synthetisch: Was es aus ihnen macht, sagt nichts über Zellen von Patienten.</translation>
    </message>
    <message>
        <source>{n} of {drawn} cells labelled alike ({percent} %); Cohen&apos;s kappa is not defined where one class alone was given.</source>
        <translation>{n} von {drawn} Zellen gleich zugeordnet ({percent} %); Cohens Kappa ist nicht definiert, wo nur eine Klasse vergeben wurde.</translation>
    </message>
    <message>
        <source>{n} of {drawn} cells labelled alike ({percent} %); Cohen&apos;s kappa {kappa} (95 % interval {low} to {high}).</source>
        <translation>{n} von {drawn} Zellen gleich zugeordnet ({percent} %); Cohens Kappa {kappa} (95-%-Intervall {low} bis {high}).</translation>
    </message>
    <message>
        <source>{n} other cells are counted by the AI&apos;s call alone, which nobody reviewed.</source>
        <translation>{n} weitere Zellen zählen allein nach der Zuordnung der KI, die niemand geprüft hat.</translation>
    </message>
    <message>
        <source>{n} outlines were begun and are not used.</source>
        <translation>{n} Umrisse wurden begonnen und werden nicht verwendet.</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n} Schritte</translation>
    </message>
    <message>
        <source>{n} stored cases</source>
        <translation>{n} gespeicherte Fälle</translation>
    </message>
    <message>
        <source>{size} px, pixel size not known</source>
        <translation>{size} px, Pixelgröße nicht bekannt</translation>
    </message>
    <message>
        <source>{size} px, {um} µm a pixel</source>
        <translation>{size} px, {um} µm je Pixel</translation>
    </message>
    <message>
        <source>{slide} is not wholly analysed.</source>
        <translation>{slide} ist nicht ganz analysiert.</translation>
    </message>
    <message>
        <source>{slide}: {reviewed} of {n} cells reviewed; the rest count as called.</source>
        <translation>{slide}: {reviewed} von {n} Zellen geprüft; die übrigen zählen, wie die KI sie zuordnet.</translation>
    </message>
</context>
<context>
    <name>Sign</name>
    <message>
        <source>Accept this; it is recorded with the signature</source>
        <translation>Dies akzeptieren; es wird mit der Signatur festgehalten</translation>
    </message>
    <message>
        <source>Accept {open} more to sign; what you accept is recorded.</source>
        <translation>Zum Signieren noch {open} akzeptieren; was Sie akzeptieren, wird festgehalten.</translation>
    </message>
    <message>
        <source>Accept: {words}</source>
        <translation>Akzeptieren: {words}</translation>
    </message>
    <message>
        <source>Accepted: {ticks}</source>
        <translation>Akzeptiert: {ticks}</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Nachtrag</translation>
    </message>
    <message>
        <source>Amend a signed case</source>
        <translation>Nachtrag zu einem signierten Fall</translation>
    </message>
    <message>
        <source>As it shall stand on the report</source>
        <translation>Wie er im Bericht stehen soll</translation>
    </message>
    <message>
        <source>Change nothing (Escape)</source>
        <translation>Nichts ändern (Escape)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this and go there; signing begins anew afterwards</source>
        <translation>Dies schließen und dorthin gehen; das Signieren beginnt danach neu</translation>
    </message>
    <message>
        <source>Close without signing (Escape)</source>
        <translation>Ohne Signatur schließen (Escape)</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Ausfüllen</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Leave as signed</source>
        <translation>Signiert lassen</translation>
    </message>
    <message>
        <source>Open this case for an amendment; it must be signed again</source>
        <translation>Diesen Fall für einen Nachtrag öffnen; er muss erneut signiert werden</translation>
    </message>
    <message>
        <source>Recorded in the audit trail and on the amended report</source>
        <translation>Wird im Audit-Trail und im Nachtragsbericht festgehalten</translation>
    </message>
    <message>
        <source>Recorded with the reason</source>
        <translation>Wird mit dem Grund festgehalten</translation>
    </message>
    <message>
        <source>Show the alert</source>
        <translation>Warnung zeigen</translation>
    </message>
    <message>
        <source>Show the files</source>
        <translation>Dateien zeigen</translation>
    </message>
    <message>
        <source>Show these</source>
        <translation>Diese zeigen</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>Sign again</source>
        <translation>Erneut signieren</translation>
    </message>
    <message>
        <source>Sign the case as it stands (Enter)</source>
        <translation>Den Fall signieren, wie er ist (Enter)</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>Signed versions ({n})</source>
        <translation>Signierte Fassungen ({n})</translation>
    </message>
    <message>
        <source>This case is signed</source>
        <translation>Dieser Fall ist signiert</translation>
    </message>
    <message>
        <source>This case is signed as it stands. A change makes an amendment, which asks for its reason.</source>
        <translation>Dieser Fall ist signiert, wie er ist. Eine Änderung wird zum Nachtrag, der nach seinem Grund fragt.</translation>
    </message>
    <message>
        <source>To do first</source>
        <translation>Zuerst zu tun</translation>
    </message>
    <message>
        <source>To know, and to accept</source>
        <translation>Zu wissen und zu akzeptieren</translation>
    </message>
    <message>
        <source>Type your name to sign</source>
        <translation>Zum Signieren Namen eingeben</translation>
    </message>
    <message>
        <source>Type your name. What you sign cannot be changed any more; a correction is a new version.</source>
        <translation>Geben Sie Ihren Namen ein. Was Sie signieren, ist nicht mehr änderbar; eine Korrektur ist eine neue Fassung.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Fassungen</translation>
    </message>
    <message>
        <source>Why must it be changed?</source>
        <translation>Warum muss er geändert werden?</translation>
    </message>
    <message>
        <source>You sign this case {what}: {total:,} white cells counted, {excluded:,} not counted.</source>
        <translation>Sie signieren diesen Fall {what}: {total:,} Leukozyten gezählt, {excluded:,} Zellen nicht gezählt.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>as it stands</source>
        <translation>in diesem Stand</translation>
    </message>
    <message>
        <source>as version {version}, amended</source>
        <translation>als Fassung {version}, mit Nachtrag</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>{n} thing must be done before anyone can sign.</source>
        <translation>{n} Punkt muss erledigt sein, bevor jemand signieren kann.</translation>
    </message>
    <message>
        <source>{n} things must be done before anyone can sign.</source>
        <translation>{n} Punkte müssen erledigt sein, bevor jemand signieren kann.</translation>
    </message>
    <message>
        <source>{software} · SHA-256 {start}…</source>
        <translation>{software} · SHA-256 {start}…</translation>
    </message>
    <message>
        <source>{total} white cells: {words}.</source>
        <translation>{total} Leukozyten: {words}.</translation>
    </message>
    <message>
        <source>{words}. That version stays as it is. A change makes an amendment, which is on show as such until it is signed as the next version.</source>
        <translation>{words}. Diese Fassung bleibt, wie sie ist. Eine Änderung wird zum Nachtrag, der als solcher gezeigt wird, bis er als nächste Fassung signiert ist.</translation>
    </message>
</context>
<context>
    <name>SmearCard</name>
    <message>
        <source> nor </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>At this count, by these calls, another answer is not ruled out.</source>
        <translation>Bei dieser Zählung und diesen Zuordnungen ist eine andere Antwort nicht ausgeschlossen.</translation>
    </message>
    <message>
        <source>Cannot tell: another answer is not ruled out.</source>
        <translation>Nicht entscheidbar: Eine andere Antwort ist nicht ausgeschlossen.</translation>
    </message>
    <message>
        <source>It only informs. {rule}</source>
        <translation>Dient nur der Information. {rule}</translation>
    </message>
    <message>
        <source>Met: the intervals leave no other answer.</source>
        <translation>Erfüllt: Die Intervalle lassen keine andere Antwort zu.</translation>
    </message>
    <message>
        <source>More than {threshold:g} % of {among} are called {called} ({inputs}).</source>
        <translation>Mehr als {threshold:g} % der {among} sind zugeordnet als {called} ({inputs}).</translation>
    </message>
    <message>
        <source>No white cell was counted: the smear rule cannot tell.</source>
        <translation>Es wurde kein Leukozyt gezählt: Die Ausstrichregel ist nicht entscheidbar.</translation>
    </message>
    <message>
        <source>Not met: the intervals rule out every named answer.</source>
        <translation>Nicht erfüllt: Die Intervalle schließen jede genannte Antwort aus.</translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation>Quelle: {source}</translation>
    </message>
    <message>
        <source>The majority of {among} are called {called} ({inputs}).</source>
        <translation>Die Mehrheit der {among} ist zugeordnet als {called} ({inputs}).</translation>
    </message>
    <message>
        <source>This must be confirmed by {confirm}.</source>
        <translation>Zu bestätigen durch: {confirm}.</translation>
    </message>
    <message>
        <source>Unknown: {reason}.</source>
        <translation>Unbekannt: {reason}.</translation>
    </message>
    <message>
        <source>What most cells are called: {called}</source>
        <translation>Wie die meisten Zellen zugeordnet sind: {called}</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>cells called {called}</source>
        <translation>Zellen, zugeordnet als {called},</translation>
    </message>
    <message>
        <source>lineage is not known</source>
        <translation>die Linie ist nicht bekannt</translation>
    </message>
    <message>
        <source>lineage is not known to these weights</source>
        <translation>die Linie kennen diese Gewichte nicht</translation>
    </message>
    <message>
        <source>more than one class is over its threshold: {classes}</source>
        <translation>mehr als eine Klasse liegt über ihrer Schwelle: {classes}</translation>
    </message>
    <message>
        <source>neither lineage predominates</source>
        <translation>keine der Linien überwiegt</translation>
    </message>
    <message>
        <source>no class is over its threshold</source>
        <translation>keine Klasse liegt über ihrer Schwelle</translation>
    </message>
    <message>
        <source>these weights do not know {called}</source>
        <translation>diese Gewichte kennen nicht: {called}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>white cells</source>
        <translation>Leukozyten</translation>
    </message>
    <message>
        <source>{called}, lineage unknown</source>
        <translation>{called}, Linie unbekannt</translation>
    </message>
    <message>
        <source>{hits} of {total} {among} = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f}), threshold &gt; {threshold:g} %</source>
        <translation>{hits} von {total} {among} = {percent:.1f} % (95-%-Intervall {low:.1f}–{high:.1f}), Schwelle &gt; {threshold:g} %</translation>
    </message>
    <message>
        <source>{text} ({n} of {total} are called blasts of no lineage)</source>
        <translation>{text} ({n} von {total} sind als Blasten ohne Linie zugeordnet)</translation>
    </message>
    <message>
        <source>{why}; these weights do not know {classes}</source>
        <translation>{why}; diese Gewichte kennen nicht: {classes}</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>AI: no call</source>
        <translation>KI: keine Zuordnung</translation>
    </message>
    <message>
        <source>AI: {name} {probability:.2f}</source>
        <translation>KI: {name} {probability:.2f}</translation>
    </message>
    <message>
        <source>Cell {id}</source>
        <translation>Zelle {id}</translation>
    </message>
    <message>
        <source>doubt {doubt:.2f}</source>
        <translation>Zweifel {doubt:.2f}</translation>
    </message>
    <message>
        <source>needs you: {reasons}</source>
        <translation>zu prüfen: {reasons}</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>out of domain</source>
        <translation>außerhalb des Trainingsbereichs</translation>
    </message>
    <message>
        <source>reader: {name}, {status}</source>
        <translation>Befunder: {name}, {status}</translation>
    </message>
    <message>
        <source>set aside as {words}</source>
        <translation>zurückgestellt als {words}</translation>
    </message>
    <message>
        <source>{n:,} cells selected</source>
        <translation>{n:,} Zellen ausgewählt</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cases that are analysed after this one: show the list</source>
        <translation>Fälle, die nach diesem analysiert werden: Liste zeigen</translation>
    </message>
    <message>
        <source>For Research Use Only. Not for use in diagnostic procedures.</source>
        <translation>Nur für Forschungszwecke. Nicht für diagnostische Verfahren.</translation>
    </message>
    <message>
        <source>Go to a cell whose outline was begun and is not used yet</source>
        <translation>Zu einer Zelle gehen, deren Umriss begonnen und noch nicht verwendet wurde</translation>
    </message>
    <message>
        <source>Picture adjusted</source>
        <translation>Bild angepasst</translation>
    </message>
    <message>
        <source>Pictures are not shown as they are. Adjust or reset them</source>
        <translation>Bilder werden verändert gezeigt. Anpassen oder zurücksetzen</translation>
    </message>
    <message>
        <source>Pipeline: {text}</source>
        <translation>Pipeline: {text}</translation>
    </message>
    <message>
        <source>Progress of the analysis</source>
        <translation>Fortschritt der Analyse</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Which files could not be used, and why</source>
        <translation>Welche Dateien nicht verwendet werden konnten und warum</translation>
    </message>
    <message>
        <source>{n:,} case waiting</source>
        <translation>{n:,} Fall wartet</translation>
    </message>
    <message>
        <source>{n:,} cases waiting</source>
        <translation>{n:,} Fälle warten</translation>
    </message>
    <message>
        <source>{n:,} file not read</source>
        <translation>{n:,} Datei nicht gelesen</translation>
    </message>
    <message>
        <source>{n:,} files not read</source>
        <translation>{n:,} Dateien nicht gelesen</translation>
    </message>
    <message>
        <source>{n:,} outline not used</source>
        <translation>{n:,} Umriss nicht verwendet</translation>
    </message>
    <message>
        <source>{n:,} outlines not used</source>
        <translation>{n:,} Umrisse nicht verwendet</translation>
    </message>
    <message>
        <source>{text}
Choose which pipeline analyses</source>
        <translation>{text}
Wählen, welche Pipeline analysiert</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Keys that work now</source>
        <translation>Tasten, die jetzt gelten</translation>
    </message>
    <message>
        <source>add</source>
        <translation>hinzufügen</translation>
    </message>
    <message>
        <source>confirm</source>
        <translation>bestätigen</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>zusammenführen</translation>
    </message>
    <message>
        <source>next</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>next doubtful</source>
        <translation>nächste fragliche</translation>
    </message>
    <message>
        <source>region</source>
        <translation>Bereich</translation>
    </message>
</context>
<context>
    <name>Suggestion</name>
    <message>
        <source>A rule suggests; it never diagnoses.</source>
        <translation>Eine Regel weist hin; sie stellt nie eine Diagnose.</translation>
    </message>
    <message>
        <source>All rules ({count})</source>
        <translation>Alle Regeln ({count})</translation>
    </message>
    <message>
        <source>Also suggested</source>
        <translation>Weiterer Hinweis</translation>
    </message>
    <message>
        <source>Also suggested: {title}</source>
        <translation>Weiterer Hinweis: {title}</translation>
    </message>
    <message>
        <source>At this count none of the rules below suggests anything.</source>
        <translation>Bei dieser Zählung gibt keine der Regeln unten einen Hinweis.</translation>
    </message>
    <message>
        <source>Blast thresholds, WHO and ICC</source>
        <translation>Blastenschwellen, WHO und ICC</translation>
    </message>
    <message>
        <source>Confirm: {confirm}</source>
        <translation>Bestätigen: {confirm}</translation>
    </message>
    <message>
        <source>For Research Use Only. Not for use in diagnostic procedures.</source>
        <translation>Nur für Forschungszwecke. Nicht für diagnostische Verfahren.</translation>
    </message>
    <message>
        <source>It only informs: it never becomes a suggestion.</source>
        <translation>Dient nur der Information: Sie wird nie zu einem Hinweis.</translation>
    </message>
    <message>
        <source>Must be confirmed by: {confirm}</source>
        <translation>Muss bestätigt werden durch: {confirm}</translation>
    </message>
    <message>
        <source>No rule is met</source>
        <translation>Keine Regel ist erfüllt</translation>
    </message>
    <message>
        <source>Once white cells are counted, the rules&apos; suggestion stands here with its inputs and what confirms it.</source>
        <translation>Sobald Leukozyten gezählt sind, steht hier der Hinweis der Regeln mit seinen Werten und dem, was ihn bestätigt.</translation>
    </message>
    <message>
        <source>Other rules ({count})</source>
        <translation>Andere Regeln ({count})</translation>
    </message>
    <message>
        <source>Rules in full ({count})</source>
        <translation>Regeln im Wortlaut ({count})</translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation>Quelle: {source}</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Suggestion for the case</source>
        <translation>Hinweis zum Fall</translation>
    </message>
    <message>
        <source>Urgent, see above: {title}</source>
        <translation>Dringend, siehe oben: {title}</translation>
    </message>
    <message>
        <source>Urgent: {title}</source>
        <translation>Dringend: {title}</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>Every decision you made is saved. The details help those who mend it.</source>
        <translation>Jede Ihrer Entscheidungen ist gespeichert. Die Details helfen denen, die den Fehler beheben.</translation>
    </message>
    <message>
        <source>This computer ran out of memory.</source>
        <translation>Der Arbeitsspeicher dieses Computers ist erschöpft.</translation>
    </message>
</context>
<context>
    <name>Thresholds</name>
    <message>
        <source>Blasts and blast equivalents: {share}.</source>
        <translation>Blasten und Blastenäquivalente: {share}.</translation>
    </message>
    <message>
        <source>Cannot tell at this count</source>
        <translation>Bei dieser Zählung nicht entscheidbar</translation>
    </message>
    <message>
        <source>Confirm: {confirm}</source>
        <translation>Bestätigen: {confirm}</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>Erfüllt</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>Nicht erfüllt</translation>
    </message>
    <message>
        <source>The ranges are those for blood, and they only inform: a share alone establishes no entity. A smear tells neither the marrow&apos;s share nor genotype nor lineage. Point at a range for its source and limits.</source>
        <translation>Die Bereiche sind die für Blut und dienen nur der Information: Ein Anteil allein begründet keine Entität. Ein Ausstrich zeigt weder den Anteil im Knochenmark noch Genotyp oder Linie. Zeigen Sie auf einen Bereich, um Quelle und Grenzen zu sehen.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Reference cells</source>
        <translation>Referenzzellen</translation>
    </message>
    <message>
        <source>Rendered by LeukView; no patient&apos;s cells</source>
        <translation>Von LeukView erzeugt; keine Zellen eines Patienten</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>Synthetic</source>
        <translation>Synthetisch</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>A case, cell by cell</source>
        <translation>Ein Fall, Zelle für Zelle</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Count, per cent with its 95 % interval, and the reference range, from the AI&apos;s calls and yours, as you decide. Below it: rules, each with what it counted and its limit. None of them is a diagnosis.</source>
        <translation>Zählung, Prozent mit 95-%-Intervall und Referenzbereich, aus den Zuordnungen der KI und Ihren, während Sie entscheiden. Darunter: Regeln, jede mit dem, was sie zählte, und ihrer Grenze. Keine davon ist eine Diagnose.</translation>
    </message>
    <message>
        <source>Decide with one key</source>
        <translation>Mit einer Taste entscheiden</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Each decision is stored before you see it, and each can be taken back, also tomorrow. {redo} brings it again.</source>
        <translation>Jede Entscheidung wird gespeichert, bevor Sie sie sehen, und jede kann zurückgenommen werden, auch morgen. {redo} bringt sie wieder.</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>Rundgang beenden</translation>
    </message>
    <message>
        <source>End the tour; Shift+F1 begins it again</source>
        <translation>Rundgang beenden; Shift+F1 beginnt ihn wieder</translation>
    </message>
    <message>
        <source>Go on, also without doing it</source>
        <translation>Weitergehen, auch ohne es zu tun</translation>
    </message>
    <message>
        <source>Go where you are needed</source>
        <translation>Gehen Sie dorthin, wo Sie gebraucht werden</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Nothing is final</source>
        <translation>Nichts ist endgültig</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>Einen Schritt zurück</translation>
    </message>
    <message>
        <source>Sign and export</source>
        <translation>Signieren und exportieren</translation>
    </message>
    <message>
        <source>Sign lists what is still missing and leads there. Export writes the PDF report and the tables. What is changed after signing becomes an amendment with a reason.</source>
        <translation>„Signieren“ listet auf, was noch fehlt, und führt dorthin. „Exportieren“ schreibt den PDF-Bericht und die Tabellen, auf Englisch. Was nach dem Signieren geändert wird, wird zum Nachtrag mit Grund.</translation>
    </message>
    <message>
        <source>Step {number} of {total}</source>
        <translation>Schritt {number} von {total}</translation>
    </message>
    <message>
        <source>That is all you need</source>
        <translation>Mehr brauchen Sie nicht</translation>
    </message>
    <message>
        <source>The cell with its outline, the probabilities, what the network saw in words, and what speaks against the call. {heat_map} shows what it looked at, {contours} hides the outlines.</source>
        <translation>Die Zelle mit ihrem Umriss, die Wahrscheinlichkeiten, was das Netz sah, in Worten, und was gegen die Zuordnung spricht. {heat_map} zeigt, worauf es geachtet hat, {contours} blendet die Umrisse aus.</translation>
    </message>
    <message>
        <source>The differential follows you</source>
        <translation>Das Differenzialblutbild folgt Ihnen</translation>
    </message>
    <message>
        <source>This is a drawn smear: nothing you do here matters to anyone. Every cell that was found is a tile, grouped by class in the order of a report. A dot (●) means that a cell needs you: doubtful, blast-like, or unlike what the network knows.</source>
        <translation>Dies ist ein gezeichneter Ausstrich: Nichts, was Sie hier tun, hat Folgen. Jede gefundene Zelle ist eine Kachel, nach Klasse in Berichtsreihenfolge gruppiert. Ein Punkt (●) heißt, dass eine Zelle Ihre Prüfung braucht: zweifelhaft, blastenartig oder anders als alles, was das Netz kennt.</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>Try it: press {confirm}, or a class key.</source>
        <translation>Probieren Sie es: {confirm} drücken oder eine Klassentaste.</translation>
    </message>
    <message>
        <source>Try it: press {heat_map}.</source>
        <translation>Probieren Sie es: {heat_map} drücken.</translation>
    </message>
    <message>
        <source>Try it: press {next_doubtful}.</source>
        <translation>Probieren Sie es: {next_doubtful} drücken.</translation>
    </message>
    <message>
        <source>Try it: press {undo}.</source>
        <translation>Probieren Sie es: {undo} drücken.</translation>
    </message>
    <message>
        <source>Why the program says so</source>
        <translation>Warum das Programm das sagt</translation>
    </message>
    <message>
        <source>You need not look at every cell in turn. One key goes to the next one that needs you, blast-like cells first.</source>
        <translation>Sie müssen nicht jede Zelle der Reihe nach ansehen. Eine Taste geht zur nächsten, die Ihre Prüfung braucht, blastenartige zuerst.</translation>
    </message>
    <message>
        <source>its key</source>
        <translation>ihre Taste</translation>
    </message>
    <message>
        <source>{confirm} agrees and goes on. Every class has a key, listed along the bottom: {label.segmented_neutrophil} is a segmented neutrophil, {label.lymphocyte} a lymphocyte. Your label and the network&apos;s are kept apart.</source>
        <translation>{confirm} stimmt zu und geht weiter. Klassen haben eine Taste, unten aufgeführt: {label.segmented_neutrophil} ist ein Segmentkerniger, {label.lymphocyte} ein Lymphozyt. Ihre Zuordnung und die des Netzes bleiben getrennt.</translation>
    </message>
    <message>
        <source>{help} opens the guide at what you are looking at, {cheat_sheet} lists every key. To begin, drop a folder of your own images on this window.</source>
        <translation>{help} öffnet das Handbuch bei dem, was Sie ansehen, {cheat_sheet} listet jede Taste auf. Zum Beginnen ziehen Sie einen Ordner mit eigenen Bildern auf dieses Fenster.</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>&amp;Data</source>
        <translation>&amp;Daten</translation>
    </message>
    <message>
        <source>&amp;Into</source>
        <translation>&amp;Zielordner</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>&amp;Rezept</translation>
    </message>
    <message>
        <source>A folder for each class in one folder, or a table</source>
        <translation>Ein Ordner je Klasse in einem Ordner, oder eine Tabelle</translation>
    </message>
    <message>
        <source>A folder that holds a folder for each class, or a table; docs/TRAINING_DATA.md describes both</source>
        <translation>Ein Ordner, in dem jede Klasse einen Ordner hat, oder eine Tabelle; docs/TRAINING_DATA.md beschreibt beides (auf Englisch)</translation>
    </message>
    <message>
        <source>A recipe</source>
        <translation>Ein Rezept</translation>
    </message>
    <message>
        <source>A table of labelled images</source>
        <translation>Eine Tabelle zugeordneter Bilder</translation>
    </message>
    <message>
        <source>A training runs</source>
        <translation>Ein Training läuft</translation>
    </message>
    <message>
        <source>A training runs. It can go on without the window, or stop; stopped, it goes on later from its last epoch.</source>
        <translation>Ein Training läuft. Es kann ohne das Fenster weiterlaufen oder anhalten; angehalten, geht es später ab seiner letzten Epoche weiter.</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Treffergenauigkeit</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Blast AUROC</source>
        <translation>AUROC für Blasten</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Kalibrierungsfehler</translation>
    </message>
    <message>
        <source>Check the data</source>
        <translation>Daten prüfen</translation>
    </message>
    <message>
        <source>Choose the images to learn from.</source>
        <translation>Wählen Sie die Bilder, aus denen gelernt wird.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Classes of the data</source>
        <translation>Klassen der Daten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>De&amp;vice</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>Earlier trainings</source>
        <translation>Frühere Trainings</translation>
    </message>
    <message>
        <source>Epoch {done}</source>
        <translation>Epoche {done}</translation>
    </message>
    <message>
        <source>Epoch {done} of {epochs}</source>
        <translation>Epoche {done} von {epochs}</translation>
    </message>
    <message>
        <source>Fields with boxes (fields/boxes.csv), in the recipe&apos;s folders: {names}.</source>
        <translation>Gesichtsfelder mit Rahmen (fields/boxes.csv) in den Ordnern des Rezepts: {names}.</translation>
    </message>
    <message>
        <source>Figures on the test part</source>
        <translation>Werte am Testteil</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei…</translation>
    </message>
    <message>
        <source>Finished. The new weights are {made}. They are not in use yet.</source>
        <translation>Fertig. Die neuen Gewichte sind {made}. Sie werden noch nicht verwendet.</translation>
    </message>
    <message>
        <source>Folder for the training</source>
        <translation>Ordner für das Training</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>For Research Use Only. Not for use in diagnostic procedures.</source>
        <translation>Nur für Forschungszwecke. Nicht für diagnostische Verfahren.</translation>
    </message>
    <message>
        <source>From my cases…</source>
        <translation>Aus meinen Fällen…</translation>
    </message>
    <message>
        <source>Go back to those before</source>
        <translation>Zu den vorigen zurück</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Hours without a graphics card, minutes with one.</source>
        <translation>Stunden ohne Grafikkarte, Minuten mit einer.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images with a drawn mask beside each (NAME_mask.png: 255 nucleus, 128 cytoplasm), in the recipe&apos;s folders: {names}.</source>
        <translation>Bilder mit je einer gezeichneten Maske daneben (NAME_mask.png: 255 Kern, 128 Zytoplasma) in den Ordnern des Rezepts: {names}.</translation>
    </message>
    <message>
        <source>In the data</source>
        <translation>In den Daten</translation>
    </message>
    <message>
        <source>In use again: {before}.</source>
        <translation>Wieder verwendet: {before}.</translation>
    </message>
    <message>
        <source>In use: {id}, by the pipeline {pipeline}.</source>
        <translation>In Gebrauch: {id}, durch die Pipeline {pipeline}.</translation>
    </message>
    <message>
        <source>In use: {id}. {what}</source>
        <translation>In Gebrauch: {id}. {what}</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>Bedeutet</translation>
    </message>
    <message>
        <source>It did not start. {log}</source>
        <translation>Es ist nicht gestartet. {log}</translation>
    </message>
    <message>
        <source>It ended without a word: was the computer switched off? ‘Go on’ takes it up after its last finished epoch.</source>
        <translation>Es endete ohne ein Wort: Wurde der Computer ausgeschaltet? „Fortsetzen“ nimmt es nach seiner letzten fertigen Epoche wieder auf.</translation>
    </message>
    <message>
        <source>It finds the cells of fields for the pipeline zhou2021, from the next analysis on.</source>
        <translation>Ab der nächsten Analyse werden damit die Zellen der Felder für die Pipeline zhou2021 gesucht.</translation>
    </message>
    <message>
        <source>It needs ImageNet&apos;s weights in a file, which only the command line takes (--start).</source>
        <translation>Es braucht die Gewichte von ImageNet in einer Datei, die nur die Kommandozeile annimmt (--start).</translation>
    </message>
    <message>
        <source>It outlines cells from the next analysis on.</source>
        <translation>Ab der nächsten Analyse werden die Umrisse der Zellen damit gezogen.</translation>
    </message>
    <message>
        <source>It outlines cells when you correct an outline, from now on, unless Laboratory names a checkpoint.</source>
        <translation>Ab jetzt werden damit Umrisse gezogen, wenn Sie einen Umriss korrigieren, sofern unter Labor kein Checkpoint genannt ist.</translation>
    </message>
    <message>
        <source>It starts from ImageNet&apos;s weights: from about a hundred images of each class on.</source>
        <translation>Es beginnt mit den Gewichten von ImageNet: ab etwa hundert Bildern jeder Klasse.</translation>
    </message>
    <message>
        <source>It starts from nothing: thousands of images of each class.</source>
        <translation>Es beginnt bei null: Tausende Bilder jeder Klasse.</translation>
    </message>
    <message>
        <source>It starts from the weights {names}: from about a hundred images of each class on.</source>
        <translation>Es beginnt mit den Gewichten {names}: ab etwa hundert Bildern jeder Klasse.</translation>
    </message>
    <message>
        <source>It was stopped. ‘Go on’ takes it up after its last finished epoch.</source>
        <translation>Es wurde angehalten. „Fortsetzen“ nimmt es nach seiner letzten fertigen Epoche wieder auf.</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>Fenster offen lassen</translation>
    </message>
    <message>
        <source>Labelled images</source>
        <translation>Zugeordnete Bilder</translation>
    </message>
    <message>
        <source>Labelled single-cell images of two or more of its {n} labels.</source>
        <translation>Zugeordnete Einzelzellbilder von zwei oder mehr seiner {n} Klassen.</translation>
    </message>
    <message>
        <source>Large images: hours on a graphics card, weeks without one.</source>
        <translation>Große Bilder: Stunden auf einer Grafikkarte, Wochen ohne.</translation>
    </message>
    <message>
        <source>Leave it going</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>Makro-F1</translation>
    </message>
    <message>
        <source>Make a training set of the cells that people labelled in stored cases</source>
        <translation>Einen Trainingssatz aus den Zellen erstellen, die Personen in gespeicherten Fällen zugeordnet haben</translation>
    </message>
    <message>
        <source>Measured on the test part</source>
        <translation>Gemessen am Testteil</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen…</translation>
    </message>
    <message>
        <source>New training…</source>
        <translation>Neues Training…</translation>
    </message>
    <message>
        <source>No epoch is finished yet</source>
        <translation>Noch ist keine Epoche fertig</translation>
    </message>
    <message>
        <source>Not measured: there are no images of the test part, or see train.log</source>
        <translation>Nicht gemessen: Es gibt keine Bilder des Testteils, oder siehe train.log</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Reading the data…</source>
        <translation>Die Daten werden gelesen…</translation>
    </message>
    <message>
        <source>Recipes (*.toml)</source>
        <translation>Rezepte (*.toml)</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>Stop after this step; it goes on from its last finished epoch</source>
        <translation>Nach diesem Schritt anhalten; es geht ab der letzten fertigen Epoche weiter</translation>
    </message>
    <message>
        <source>Stop at once</source>
        <translation>Sofort anhalten</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stopped early: {waited} epochs without a better score.</source>
        <translation>Früh beendet: {waited} Epochen ohne besseren Wert.</translation>
    </message>
    <message>
        <source>Stopping after this step…</source>
        <translation>Hält nach diesem Schritt an…</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Table…</source>
        <translation>Tabelle…</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>The data or the recipe cannot be used.</source>
        <translation>Die Daten oder das Rezept sind nicht verwendbar.</translation>
    </message>
    <message>
        <source>The network</source>
        <translation>Das Netz</translation>
    </message>
    <message>
        <source>The new weights are not in use any more.</source>
        <translation>Die neuen Gewichte werden nicht mehr verwendet.</translation>
    </message>
    <message>
        <source>The training can begin.</source>
        <translation>Das Training kann beginnen.</translation>
    </message>
    <message>
        <source>The training goes on. More → Model → Train a model… shows it.</source>
        <translation>Das Training läuft weiter. Mehr → Modell → Modell trainieren… zeigt es.</translation>
    </message>
    <message>
        <source>These names are not known. Say what they are, or leave them out.</source>
        <translation>Diese Namen sind nicht bekannt. Sagen Sie, was sie bedeuten, oder lassen Sie sie aus.</translation>
    </message>
    <message>
        <source>This computer or installation is at fault, not your data.</source>
        <translation>Es liegt an diesem Computer oder der Installation, nicht an Ihren Daten.</translation>
    </message>
    <message>
        <source>This computer&apos;s processor</source>
        <translation>Prozessor dieses Computers</translation>
    </message>
    <message>
        <source>This is a fault in LeukView, not in your data.</source>
        <translation>Es liegt an einem Fehler in LeukView, nicht an Ihren Daten.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Train by a recipe file (.toml) of your own</source>
        <translation>Nach einer eigenen Rezeptdatei (.toml) trainieren</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Use these names</source>
        <translation>Diese Namen verwenden</translation>
    </message>
    <message>
        <source>Use these weights</source>
        <translation>Diese Gewichte verwenden</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Validation score</source>
        <translation>Validierungswert</translation>
    </message>
    <message>
        <source>What was found in the data</source>
        <translation>Was in den Daten gefunden wurde</translation>
    </message>
    <message>
        <source>With 95 % interval</source>
        <translation>Mit 95-%-Intervall</translation>
    </message>
    <message>
        <source>about {hours:.0f} h left</source>
        <translation>noch etwa {hours:.0f} h</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>noch etwa {minutes} min</translation>
    </message>
    <message>
        <source>best validation score {score:.3f} at epoch {epoch}</source>
        <translation>bester Validierungswert {score:.3f} bei Epoche {epoch}</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>not validated</source>
        <translation>nicht validiert</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{doing}: {done:,} of {total:,}</source>
        <translation>{doing}: {done:,} von {total:,}</translation>
    </message>
    <message>
        <source>{epoch}; best score {score:.3f} at epoch {best}.</source>
        <translation>{epoch}; bester Wert {score:.3f} bei Epoche {best}.</translation>
    </message>
    <message>
        <source>{epoch}; nothing is validated, the last one is kept.</source>
        <translation>{epoch}; nichts wird validiert, die letzte wird behalten.</translation>
    </message>
    <message>
        <source>{figure}, {dataset} ({n:,} cells)</source>
        <translation>{figure}, {dataset} ({n:,} Zellen)</translation>
    </message>
    <message>
        <source>{id} is in use by the pipeline {pipeline} from now on. ‘Analyse again’ calls this case&apos;s anew.</source>
        <translation>{id} wird ab jetzt von der Pipeline {pipeline} verwendet. „Erneut analysieren“ ordnet die Zellen dieses Falls neu zu.</translation>
    </message>
    <message>
        <source>{id} is in use by the pipeline {pipeline} from now on. ‘Choose pipeline…’ lets it analyse.</source>
        <translation>{id} wird ab jetzt von der Pipeline {pipeline} verwendet. „Pipeline wählen…“ lässt sie analysieren.</translation>
    </message>
    <message>
        <source>{id} is in use. {what}</source>
        <translation>{id} ist in Gebrauch. {what}</translation>
    </message>
    <message>
        <source>{n:,} image. The training can begin.</source>
        <translation>{n:,} Bild. Das Training kann beginnen.</translation>
    </message>
    <message>
        <source>{n:,} images. The training can begin.</source>
        <translation>{n:,} Bilder. Das Training kann beginnen.</translation>
    </message>
    <message>
        <source>{name} is</source>
        <translation>{name} bedeutet</translation>
    </message>
    <message>
        <source>{network}: {n} epoch, last loss {loss:.3f}, {validation}</source>
        <translation>{network}: {n} Epoche, letzter Verlust {loss:.3f}, {validation}</translation>
    </message>
    <message>
        <source>{network}: {n} epochs, last loss {loss:.3f}, {validation}</source>
        <translation>{network}: {n} Epochen, letzter Verlust {loss:.3f}, {validation}</translation>
    </message>
    <message>
        <source>{out}   from {data}</source>
        <translation>{out}   aus {data}</translation>
    </message>
    <message>
        <source>{waited} of {patience} epochs without a better one.</source>
        <translation>{waited} von {patience} Epochen ohne besseren Wert.</translation>
    </message>
</context>
<context>
    <name>TrainingSet</name>
    <message>
        <source> (synthetic)</source>
        <translation> (synthetisch)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Cases to learn from</source>
        <translation>Fälle, aus denen gelernt wird</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copying cells…</source>
        <translation>Zellen werden kopiert…</translation>
    </message>
    <message>
        <source>Counting cells…</source>
        <translation>Zellen werden gezählt…</translation>
    </message>
    <message>
        <source>Folder to make</source>
        <translation>Anzulegender Ordner</translation>
    </message>
    <message>
        <source>Folder to make the training set in</source>
        <translation>Ordner, in dem der Trainingssatz angelegt wird</translation>
    </message>
    <message>
        <source>Here stands what is taken from the cases you tick.</source>
        <translation>Hier steht, was aus den angehakten Fällen genommen wird.</translation>
    </message>
    <message>
        <source>Left out: {file}: {reason}.</source>
        <translation>Ausgelassen: {file}: {reason}.</translation>
    </message>
    <message>
        <source>Looking for cases…</source>
        <translation>Fälle werden gesucht…</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>Erstellen</translation>
    </message>
    <message>
        <source>Make a training set</source>
        <translation>Trainingssatz erstellen</translation>
    </message>
    <message>
        <source>Make a training set from your cases</source>
        <translation>Einen Trainingssatz aus Ihren Fällen erstellen</translation>
    </message>
    <message>
        <source>Mind: {warning}</source>
        <translation>Bitte beachten: {warning}</translation>
    </message>
    <message>
        <source>No case has cells that a person labelled yet: confirm or relabel some, then come back.</source>
        <translation>Noch hat kein Fall Zellen, die eine Person zugeordnet hat: Bestätigen Sie einige oder ordnen Sie sie anders zu, und kommen Sie dann wieder.</translation>
    </message>
    <message>
        <source>Only cells that a person confirmed or relabelled are taken; what the model called is never learnt from. Each picture counts once, and not at all where people disagree. The folder stays on this computer.</source>
        <translation>Nur Zellen, die eine Person bestätigt oder anders zugeordnet hat, werden genommen; aus den Zuordnungen des Modells wird nie gelernt. Jedes Bild zählt einmal, und gar nicht, wo Personen uneinig sind. Der Ordner bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>The training set is in {folder}</source>
        <translation>Der Trainingssatz liegt in {folder}</translation>
    </message>
    <message>
        <source>Tick the cases to learn from.</source>
        <translation>Haken Sie die Fälle an, aus denen gelernt werden soll.</translation>
    </message>
    <message>
        <source>What the training set would hold</source>
        <translation>Was der Trainingssatz enthalten würde</translation>
    </message>
    <message>
        <source>every cell reviewed</source>
        <translation>jede Zelle geprüft</translation>
    </message>
    <message>
        <source>in review</source>
        <translation>in Prüfung</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signiert</translation>
    </message>
    <message>
        <source>{cells:,} cells of {cases} cases.</source>
        <translation>{cells:,} Zellen; Fälle: {cases}.</translation>
    </message>
    <message>
        <source>{doubles:,} more show the same pictures and count once.</source>
        <translation>{doubles:,} weitere zeigen dieselben Bilder und zählen einmal.</translation>
    </message>
    <message>
        <source>{name}, no patient named: {reviewed:,} of {cells:,} cells, {state}</source>
        <translation>{name}, kein Patient genannt: {reviewed:,} von {cells:,} Zellen, {state}</translation>
    </message>
    <message>
        <source>{name}, patient {patient}: {reviewed:,} of {cells:,} cells, {state}</source>
        <translation>{name}, Patient {patient}: {reviewed:,} von {cells:,} Zellen, {state}</translation>
    </message>
</context>
<context>
    <name>TreeNodes</name>
    <message>
        <source>ALL</source>
        <translation>ALL</translation>
    </message>
    <message>
        <source>AML</source>
        <translation>AML</translation>
    </message>
    <message>
        <source>APL</source>
        <translation>APL</translation>
    </message>
    <message>
        <source>B-lymphoblast</source>
        <translation>B-Lymphoblast</translation>
    </message>
    <message>
        <source>CLL</source>
        <translation>CLL</translation>
    </message>
    <message>
        <source>CML</source>
        <translation>CML</translation>
    </message>
    <message>
        <source>CMML</source>
        <translation>CMML</translation>
    </message>
    <message>
        <source>HCL</source>
        <translation>HCL</translation>
    </message>
    <message>
        <source>MDS</source>
        <translation>MDS</translation>
    </message>
    <message>
        <source>PCL</source>
        <translation>PCL</translation>
    </message>
    <message>
        <source>Ph+ ALL</source>
        <translation>Ph+ ALL</translation>
    </message>
    <message>
        <source>Ph− ALL</source>
        <translation>Ph− ALL</translation>
    </message>
    <message>
        <source>abnormal promyelocyte</source>
        <translation>abnormer Promyelozyt</translation>
    </message>
    <message>
        <source>basophil</source>
        <translation>Basophiler</translation>
    </message>
    <message>
        <source>benign</source>
        <translation>benigne</translation>
    </message>
    <message>
        <source>blast</source>
        <translation>Blast</translation>
    </message>
    <message>
        <source>eosinophil</source>
        <translation>Eosinophiler</translation>
    </message>
    <message>
        <source>lymphocyte</source>
        <translation>Lymphozyt</translation>
    </message>
    <message>
        <source>lymphoid</source>
        <translation>lymphatisch</translation>
    </message>
    <message>
        <source>malignant</source>
        <translation>maligne</translation>
    </message>
    <message>
        <source>monocyte</source>
        <translation>Monozyt</translation>
    </message>
    <message>
        <source>myeloid</source>
        <translation>myeloisch</translation>
    </message>
    <message>
        <source>myeloid blast</source>
        <translation>myeloischer Blast</translation>
    </message>
    <message>
        <source>neutrophil</source>
        <translation>Neutrophiler</translation>
    </message>
    <message>
        <source>non-APL</source>
        <translation>keine APL</translation>
    </message>
    <message>
        <source>reactive lymphocyte</source>
        <translation>reaktiver Lymphozyt</translation>
    </message>
    <message>
        <source>white blood cell</source>
        <translation>Leukozyt</translation>
    </message>
</context>
<context>
    <name>Watch</name>
    <message>
        <source>All of them can be reached.</source>
        <translation>Alle sind erreichbar.</translation>
    </message>
    <message>
        <source>Choose the folder to which your analyser exports: one subfolder a smear</source>
        <translation>Den Ordner wählen, in den Ihr Analysegerät exportiert: ein Unterordner je Ausstrich</translation>
    </message>
    <message>
        <source>Each new subfolder with images in a watched folder becomes a case, and is analysed, once it has stopped growing. Images that lie in the watched folder itself are left alone. Nothing in these folders is ever changed, and nothing leaves this computer.</source>
        <translation>Jeder neue Unterordner mit Bildern in einem überwachten Ordner wird zu einem Fall und analysiert, sobald er nicht mehr wächst. Bilder, die im überwachten Ordner selbst liegen, bleiben unbeachtet. Nichts in diesen Ordnern wird je geändert, und nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>No folder is watched.</source>
        <translation>Kein Ordner wird überwacht.</translation>
    </message>
    <message>
        <source>Still arriving: {names}</source>
        <translation>Kommen noch an: {names}</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr überwachen</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Einen Ordner überwachen</translation>
    </message>
    <message>
        <source>Watch another folder…</source>
        <translation>Weiteren Ordner überwachen…</translation>
    </message>
    <message>
        <source>Watch the chosen folder no longer; the cases that came from it stay listed</source>
        <translation>Den ausgewählten Ordner nicht mehr überwachen; die Fälle, die aus ihm kamen, bleiben auf der Liste</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>Wird überwacht</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Überwachte Ordner</translation>
    </message>
    <message>
        <source>Watching: {problem}. It is looked at again until it can be.</source>
        <translation>Überwachung: {problem}. Es wird weiter versucht.</translation>
    </message>
    <message>
        <source>{problem}. It is looked at again until it can be.</source>
        <translation>{problem}. Es wird weiter versucht.</translation>
    </message>
</context>
<context>
    <name>Weights</name>
    <message>
        <source> — in use</source>
        <translation> — in Gebrauch</translation>
    </message>
    <message>
        <source>As LeukView comes.</source>
        <translation>Wie mit LeukView ausgeliefert.</translation>
    </message>
    <message>
        <source>Calls cells</source>
        <translation>Ordnet Zellen zu</translation>
    </message>
    <message>
        <source>Cells are called by {model_id} from now on. ‘Analyse again’ calls this case&apos;s anew.</source>
        <translation>Zellen werden ab jetzt mit {model_id} zugeordnet. „Erneut analysieren“ ordnet die dieses Falls neu zu.</translation>
    </message>
    <message>
        <source>Choose weights</source>
        <translation>Gewichte wählen</translation>
    </message>
    <message>
        <source>Finds the cells of fields, for the pipeline zhou2021</source>
        <translation>Findet die Zellen von Feldern, für die Pipeline zhou2021</translation>
    </message>
    <message>
        <source>From: {data}.</source>
        <translation>Aus: {data}.</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>Modellkarte…</translation>
    </message>
    <message>
        <source>Not measured: ‘leukview evaluate’ measures them on a test part.</source>
        <translation>Nicht gemessen: ‚leukview evaluate‘ misst sie an einem Testteil.</translation>
    </message>
    <message>
        <source>On the labelled cells, cross-validated: {before:.3f} before, {after:.3f} after adapting.</source>
        <translation>An den zugeordneten Zellen, kreuzvalidiert: {before:.3f} vor, {after:.3f} nach dem Anpassen.</translation>
    </message>
    <message>
        <source>Outlines a cell where you correct it</source>
        <translation>Umrandet eine Zelle, wo Sie sie korrigieren</translation>
    </message>
    <message>
        <source>Outlines cells</source>
        <translation>Umrandet Zellen</translation>
    </message>
    <message>
        <source>The weights in use, {in_use}, are not on this computer any more. Choose others to go on.</source>
        <translation>Die verwendeten Gewichte, {in_use}, sind nicht mehr auf diesem Computer. Wählen Sie andere, um fortzufahren.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>What the marked weights were trained on, what they reach, and where they fail</source>
        <translation>Woran die markierten Gewichte trainiert wurden, was sie erreichen und wo sie versagen</translation>
    </message>
    <message>
        <source>{n} more are in the model card.</source>
        <translation>{n} weitere stehen in der Modellkarte.</translation>
    </message>
</context>
<context>
    <name>WhyNot</name>
    <message>
        <source>A second reading was begun already, or there is no cell to read</source>
        <translation>Eine Zweitbefundung wurde bereits begonnen, oder es gibt keine Zelle zu befunden</translation>
    </message>
    <message>
        <source>Both readers must be done first</source>
        <translation>Zuerst müssen beide Befunder fertig sein</translation>
    </message>
    <message>
        <source>No case is open</source>
        <translation>Kein Fall ist geöffnet</translation>
    </message>
    <message>
        <source>No second reader is reading</source>
        <translation>Es befundet kein Zweitbefunder</translation>
    </message>
    <message>
        <source>No second reading is under way, or that reader is at the window already</source>
        <translation>Keine Zweitbefundung ist im Gange, oder der Zweitbefunder ist bereits am Fenster</translation>
    </message>
    <message>
        <source>Not possible at the moment</source>
        <translation>Im Augenblick nicht möglich</translation>
    </message>
    <message>
        <source>Not while the list of cases is on show</source>
        <translation>Nicht während die Fallliste gezeigt wird</translation>
    </message>
    <message>
        <source>Nothing is being analysed</source>
        <translation>Es wird nichts analysiert</translation>
    </message>
    <message>
        <source>Outlines cannot be edited here</source>
        <translation>Umrisse können hier nicht bearbeitet werden</translation>
    </message>
    <message>
        <source>There is nothing to do again</source>
        <translation>Es gibt nichts zu wiederholen</translation>
    </message>
    <message>
        <source>There is nothing to undo</source>
        <translation>Es gibt nichts rückgängig zu machen</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Merged into {into}</source>
        <translation>Zusammengeführt in {into}</translation>
    </message>
    <message>
        <source>Stain, scale or optics of this smear differ from what this model was trained on: {far} of {analysed} cells. Its calls are less reliable here; check every cell.</source>
        <translation>Färbung, Maßstab oder Optik dieses Ausstrichs weichen von dem ab, womit dieses Modell trainiert wurde: {far} von {analysed} Zellen. Seine Zuordnungen sind hier weniger verlässlich; prüfen Sie jede Zelle.</translation>
    </message>
    <message>
        <source>a bare nucleus with smooth chromatin</source>
        <translation>ein nackter Kern mit glattem Chromatin</translation>
    </message>
    <message>
        <source>ample cytoplasm</source>
        <translation>reichlich Zytoplasma</translation>
    </message>
    <message>
        <source>band-shaped nucleus</source>
        <translation>stabförmiger Kern</translation>
    </message>
    <message>
        <source>bent or irregular nucleus</source>
        <translation>gebogener oder unregelmäßiger Kern</translation>
    </message>
    <message>
        <source>bilobed nucleus</source>
        <translation>zweilappiger Kern</translation>
    </message>
    <message>
        <source>blast-like</source>
        <translation>blastenartig</translation>
    </message>
    <message>
        <source>blue cytoplasm</source>
        <translation>blaues Zytoplasma</translation>
    </message>
    <message>
        <source>coarse granules</source>
        <translation>grobe Granula</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>contradicted</source>
        <translation>widersprochen</translation>
    </message>
    <message>
        <source>crushed</source>
        <translation>gequetscht</translation>
    </message>
    <message>
        <source>cut by the field&apos;s border</source>
        <translation>vom Rand des Gesichtsfelds angeschnitten</translation>
    </message>
    <message>
        <source>dense chromatin</source>
        <translation>dichtes Chromatin</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>zweifelhaft</translation>
    </message>
    <message>
        <source>fine granules</source>
        <translation>feine Granula</translation>
    </message>
    <message>
        <source>frosted cytoplasm</source>
        <translation>mattiertes Zytoplasma</translation>
    </message>
    <message>
        <source>high N:C</source>
        <translation>hohes N:C</translation>
    </message>
    <message>
        <source>indented nucleus</source>
        <translation>eingebuchteter Kern</translation>
    </message>
    <message>
        <source>irregular nucleus</source>
        <translation>unregelmäßiger Kern</translation>
    </message>
    <message>
        <source>irregular outline</source>
        <translation>unregelmäßiger Umriss</translation>
    </message>
    <message>
        <source>large cell</source>
        <translation>große Zelle</translation>
    </message>
    <message>
        <source>light blue cytoplasm</source>
        <translation>hellblaues Zytoplasma</translation>
    </message>
    <message>
        <source>loose chromatin</source>
        <translation>lockeres Chromatin</translation>
    </message>
    <message>
        <source>low N:C</source>
        <translation>niedriges N:C</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>moderate cytoplasm</source>
        <translation>mäßig Zytoplasma</translation>
    </message>
    <message>
        <source>needs your data</source>
        <translation>braucht Ihre Daten</translation>
    </message>
    <message>
        <source>no cytoplasm outlined</source>
        <translation>kein Zytoplasma umrissen</translation>
    </message>
    <message>
        <source>no granules</source>
        <translation>keine Granula</translation>
    </message>
    <message>
        <source>nucleus of {lobes} lobes</source>
        <translation>Kern mit {lobes} Segmenten</translation>
    </message>
    <message>
        <source>out of domain</source>
        <translation>außerhalb des Trainingsbereichs</translation>
    </message>
    <message>
        <source>out of focus</source>
        <translation>unscharf</translation>
    </message>
    <message>
        <source>oval or indented nucleus</source>
        <translation>ovaler oder eingebuchteter Kern</translation>
    </message>
    <message>
        <source>overlapped by another nucleated cell</source>
        <translation>von einer anderen kernhaltigen Zelle überlagert</translation>
    </message>
    <message>
        <source>pink granules</source>
        <translation>rosa Granula</translation>
    </message>
    <message>
        <source>purple granules</source>
        <translation>violette Granula</translation>
    </message>
    <message>
        <source>purple-blue cytoplasm</source>
        <translation>violettblaues Zytoplasma</translation>
    </message>
    <message>
        <source>readers disagree</source>
        <translation>Befunder uneinig</translation>
    </message>
    <message>
        <source>red granules</source>
        <translation>rote Granula</translation>
    </message>
    <message>
        <source>relabelled</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>round granules</source>
        <translation>runde Granula</translation>
    </message>
    <message>
        <source>round nucleus</source>
        <translation>runder Kern</translation>
    </message>
    <message>
        <source>scant cytoplasm</source>
        <translation>spärlich Zytoplasma</translation>
    </message>
    <message>
        <source>segmented nucleus</source>
        <translation>segmentierter Kern</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>small cell</source>
        <translation>kleine Zelle</translation>
    </message>
    <message>
        <source>the network calls it a smudge cell</source>
        <translation>das Netz ordnet sie als Kernschatten zu</translation>
    </message>
    <message>
        <source>too doubtful to be typed</source>
        <translation>zu zweifelhaft für eine Zuordnung</translation>
    </message>
    <message>
        <source>uncountable</source>
        <translation>nicht zählbar</translation>
    </message>
    <message>
        <source>unreviewed</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>vacuoles</source>
        <translation>Vakuolen</translation>
    </message>
</context>
<context>
    <name>Worklist</name>
    <message>
        <source> Every decision is kept. ‘Removed’ lists them; {key} puts them back.</source>
        <translation> Jede Entscheidung bleibt erhalten. „Entfernt“ führt sie auf; {key} holt sie zurück.</translation>
    </message>
    <message>
        <source> of {found:,} found</source>
        <translation> von {found:,} gefundenen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Amended</source>
        <translation>Nachtrag</translation>
    </message>
    <message>
        <source>Amended, version {versions}</source>
        <translation>Nachtrag, Fassung {versions}</translation>
    </message>
    <message>
        <source>Analyse the cases again</source>
        <translation>Die Fälle erneut analysieren</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Analysed, and no cell reviewed yet</source>
        <translation>Analysiert und noch keine Zelle geprüft</translation>
    </message>
    <message>
        <source>Analysing…</source>
        <translation>Wird analysiert…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
    <message>
        <source>By patient</source>
        <translation>Nach Patient</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>Cases by patient</source>
        <translation>Fälle nach Patient</translation>
    </message>
    <message>
        <source>Cells with a person&apos;s label, of all cells found</source>
        <translation>Von einer Person zugeordnete Zellen, von allen gefundenen</translation>
    </message>
    <message>
        <source>Combine slides</source>
        <translation>Objektträger zusammenfassen</translation>
    </message>
    <message>
        <source>Combine slides…</source>
        <translation>Objektträger zusammenfassen…</translation>
    </message>
    <message>
        <source>Details of the case</source>
        <translation>Daten des Falls</translation>
    </message>
    <message>
        <source>Escape shows all of them.</source>
        <translation>Escape zeigt alle.</translation>
    </message>
    <message>
        <source>Every case on the list</source>
        <translation>Jeder Fall auf der Liste</translation>
    </message>
    <message>
        <source>Every cell has a person&apos;s label</source>
        <translation>Jede Zelle ist von einer Person zugeordnet</translation>
    </message>
    <message>
        <source>Every word must occur</source>
        <translation>Jedes Wort muss vorkommen, Status auf Englisch</translation>
    </message>
    <message>
        <source>How far a case is: received, analysed, in review, reviewed, signed, amended</source>
        <translation>Wie weit ein Fall ist: eingegangen, analysiert, in Prüfung, geprüft, signiert, Nachtrag</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>In Prüfung</translation>
    </message>
    <message>
        <source>Its report is signed, and nothing was changed since</source>
        <translation>Sein Bericht ist signiert, und seither wurde nichts geändert</translation>
    </message>
    <message>
        <source>Its report was signed anew after a change</source>
        <translation>Sein Bericht wurde nach einer Änderung neu signiert</translation>
    </message>
    <message>
        <source>Listed, and not wholly analysed yet</source>
        <translation>Auf der Liste und noch nicht ganz analysiert</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>New subfolders of a watched folder are listed and analysed by themselves</source>
        <translation>Neue Unterordner eines überwachten Ordners werden von selbst aufgeführt und analysiert</translation>
    </message>
    <message>
        <source>No case is in this state.</source>
        <translation>Kein Fall hat diesen Status.</translation>
    </message>
    <message>
        <source>No case matches ‘{text}’.</source>
        <translation>Kein Fall entspricht „{text}“.</translation>
    </message>
    <message>
        <source>No case yet.

Drop folders of images here, open one, or watch the folder that your analyser exports to.</source>
        <translation>Noch kein Fall.

Ziehen Sie Bilderordner hierher, öffnen Sie einen, oder überwachen Sie den Ordner, in den Ihr Analysegerät exportiert.</translation>
    </message>
    <message>
        <source>No person opened it yet</source>
        <translation>Noch von niemandem geöffnet</translation>
    </message>
    <message>
        <source>Not analysed: {fault}</source>
        <translation>Nicht analysiert: {fault}</translation>
    </message>
    <message>
        <source>Nothing was removed from the list since the window was opened.</source>
        <translation>Seit das Fenster geöffnet wurde, wurde nichts von der Liste entfernt.</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>Den Fall öffnen</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Patient not known · {n:,} case, each by itself</source>
        <translation>Patient nicht bekannt · {n:,} Fall, jeder für sich</translation>
    </message>
    <message>
        <source>Patient not known · {n:,} cases, each by itself</source>
        <translation>Patient nicht bekannt · {n:,} Fälle, jeder für sich</translation>
    </message>
    <message>
        <source>Put each patient&apos;s slides together</source>
        <translation>Die Objektträger jedes Patienten zusammenstellen</translation>
    </message>
    <message>
        <source>Put {n:,} case back</source>
        <translation>{n:,} Fall zurückgeholt</translation>
    </message>
    <message>
        <source>Put {n:,} cases back</source>
        <translation>{n:,} Fälle zurückgeholt</translation>
    </message>
    <message>
        <source>Read the slides of one patient together; each label stays with its slide</source>
        <translation>Die Objektträger eines Patienten gemeinsam lesen; jede Zuordnung bleibt bei ihrem Objektträger</translation>
    </message>
    <message>
        <source>Reading the cases…</source>
        <translation>Fälle werden gelesen…</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Eingegangen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Removed {n:,} case</source>
        <translation>{n:,} Fall entfernt</translation>
    </message>
    <message>
        <source>Removed {n:,} cases</source>
        <translation>{n:,} Fälle entfernt</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Search cases</source>
        <translation>Fälle suchen</translation>
    </message>
    <message>
        <source>Search patient, slide, name, folder or state</source>
        <translation>Patient, Objektträger, Name oder Ordner suchen</translation>
    </message>
    <message>
        <source>Search the cases</source>
        <translation>Die Fälle durchsuchen</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>Objektträger</translation>
    </message>
    <message>
        <source>Some cells have a person&apos;s label, or the case was changed after it was signed</source>
        <translation>Einige Zellen sind von einer Person zugeordnet, oder der Fall wurde nach dem Signieren geändert</translation>
    </message>
    <message>
        <source>Sorted by {what}</source>
        <translation>Geordnet nach {what}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept; the cases stay listed, and can be analysed later.</source>
        <translation>Angehalten. Was fertig ist, bleibt erhalten; die Fälle bleiben auf der Liste und können später analysiert werden.</translation>
    </message>
    <message>
        <source>Taken off the list; every decision is kept</source>
        <translation>Von der Liste genommen; jede Entscheidung bleibt erhalten</translation>
    </message>
    <message>
        <source>The case&apos;s name; its folder&apos;s, unless it was changed</source>
        <translation>Der Name des Falls; der seines Ordners, wenn er nicht geändert wurde</translation>
    </message>
    <message>
        <source>The list of cases shows none. Its filter may hide them.</source>
        <translation>Die Fallliste zeigt keinen. Vielleicht verbirgt sie ihr Filter.</translation>
    </message>
    <message>
        <source>The patient, as the case&apos;s details name it</source>
        <translation>Der Patient, wie ihn die Falldaten nennen</translation>
    </message>
    <message>
        <source>The slide, as the case&apos;s details name it</source>
        <translation>Der Objektträger, wie ihn die Falldaten nennen</translation>
    </message>
    <message>
        <source>This is the first case of the list.</source>
        <translation>Dies ist der erste Fall der Liste.</translation>
    </message>
    <message>
        <source>This is the last case of the list.</source>
        <translation>Dies ist der letzte Fall der Liste.</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>Zu beachten</translation>
    </message>
    <message>
        <source>Undo on the list</source>
        <translation>In der Liste rückgängig machen</translation>
    </message>
    <message>
        <source>Urgent rules that are raised, cells that need you, files that could not be read</source>
        <translation>Dringende Warnungen, Zellen, die Ihre Prüfung brauchen, Dateien, die nicht gelesen werden konnten</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Einen Ordner überwachen</translation>
    </message>
    <message>
        <source>Watch folder…</source>
        <translation>Ordner überwachen…</translation>
    </message>
    <message>
        <source>When a person opened it last</source>
        <translation>Wann ihn zuletzt jemand geöffnet hat</translation>
    </message>
    <message>
        <source>When the case was listed</source>
        <translation>Wann der Fall auf die Liste kam</translation>
    </message>
    <message>
        <source>analyse again</source>
        <translation>erneut analysieren</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurück</translation>
    </message>
    <message>
        <source>by patient</source>
        <translation>nach Patient</translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation>kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>combine slides</source>
        <translation>Objektträger zusammenfassen</translation>
    </message>
    <message>
        <source>details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>is not there, or its drive is not connected</source>
        <translation>ist nicht da, oder sein Laufwerk ist nicht verbunden</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>open</source>
        <translation>öffnen</translation>
    </message>
    <message>
        <source>remove from the list</source>
        <translation>von der Liste nehmen</translation>
    </message>
    <message>
        <source>search</source>
        <translation>suchen</translation>
    </message>
    <message>
        <source>watch folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>{images:,} images analysed{found}; {needing:,} cells need you</source>
        <translation>{images:,} Bilder analysiert{found}; {needing:,} Zellen brauchen Ihre Prüfung</translation>
    </message>
    <message>
        <source>{n:,} slide</source>
        <translation>{n:,} Objektträger</translation>
    </message>
    <message>
        <source>{n:,} slides</source>
        <translation>{n:,} Objektträger</translation>
    </message>
    <message>
        <source>{state}: {count:,} cases</source>
        <translation>{state}: {count:,} Fälle</translation>
    </message>
    <message>
        <source>{what}. Click to sort.</source>
        <translation>{what}. Klicken zum Ordnen.</translation>
    </message>
</context>
</TS>
